using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Benchmarks;

/// <summary>What is compared, and how.</summary>
/// <param name="With">The commit that the present tree is compared with.</param>
/// <param name="Rounds">How often each side is measured.</param>
/// <param name="Within">How far a ratio may be from 1, as a share.</param>
/// <param name="Lock">Held while a side is built and during each round; null: nobody else is waited for.</param>
/// <param name="Benchmark">What is asked of either side's benchmarks.</param>
internal sealed record CompareOptions(
    string With, int Rounds, double Within, FileInfo? Lock, IReadOnlyList<string> Benchmark);

/// <summary>
/// A benchmark of the present tree beside the same of an earlier commit: each from its own build, in turn, the one
/// first in one round and the other in the next, since a machine of today is not that of yesterday.
/// </summary>
internal sealed class Comparing(CompareOptions options, TextWriter output)
{
    private readonly List<double> loads = [];
    private int broken;

    /// <summary>Builds, measures and prints. Gives an exit code.</summary>
    public async Task<int> MeasureAsync(CancellationToken cancel)
    {
        var home = Directory.CreateTempSubdirectory("gatehouse-compare-");
        try
        {
            await CompareAsync(home.FullName, cancel);
            return 0;
        }
        catch (CompareException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private async Task CompareAsync(string home, CancellationToken cancel)
    {
        var commit = await Side.CommitAsync(options.With, cancel);
        var now = await Side.PresentAsync(Path.Combine(home, "now"), cancel);
        var then = await Side.OfAsync(commit, Path.Combine(home, "then"), cancel);
        await output.WriteLineAsync($"now:  {now.Name}\nthen: {then.Name}");
        foreach (var side in (Side[])[now, then])
        {
            await using var turn = await Turn.TakeAsync(options.Lock, cancel);
            await side.BuildAsync(cancel);
        }

        var (here, there) = (new List<IReadOnlyList<Figure>>(), new List<IReadOnlyList<Figure>>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            // Both in one turn: what is compared pair by pair has to be measured soon after the other.
            await using var turn = await Turn.TakeAsync(options.Lock, cancel);
            // Whatever gets slower with time must not always hit the same.
            foreach (var isNow in round % 2 == 1 ? new[] { true, false } : [false, true])
            {
                (isNow ? here : there).Add(await RunAsync(round, isNow ? "now" : "then", isNow ? now : then, cancel));
            }
        }

        await output.WriteLineAsync($"\n{new Comparison(here, there, options.Within).Print()}\n\n{Method()}");
    }

    private async Task<IReadOnlyList<Figure>> RunAsync(int round, string name, Side side, CancellationToken cancel)
    {
        var load = double.Parse(Machine.LoadAverage, CultureInfo.InvariantCulture);
        loads.Add(load);
        var started = Stopwatch.GetTimestamp();
        var run = await side.RunAsync(options.Benchmark, cancel);
        var figures = PrintedFigures.Read(run.Output);

        // Some say by 1 that a promise was not kept: that is a figure, too. Errors of the program itself go elsewhere.
        var failed = run.Errors.Contains("Unhandled exception", StringComparison.Ordinal);
        if (run.ExitCode is not (0 or 1) || failed || figures is [])
        {
            throw new CompareException(
                $"{side.Name}: {Asked} gave no figures ({run.ExitCode}):\n{run.Output}{run.Errors}");
        }

        broken += run.ExitCode;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"round {round} of {options.Rounds}: {name,-4} {seconds,5:0} s   load average {load:0.00} before"));
        return figures;
    }

    private string Asked => string.Join(' ', options.Benchmark);

    private string Method()
    {
        var (rounds, rank) = (options.Rounds, PairedRatios.Rank(options.Rounds));
        var (low, high) = (1 - options.Within, 1 + options.Within);
        var sure = 100 * PairedRatios.Confidence(rounds);
        return string.Create(CultureInfo.InvariantCulture, $"""
            `{Asked}`
            {rounds} runs of each side's own benchmarks from its own build, in turn: now then, then now, and so on. Both
            are read alike, from what they print. now, then: medians of the runs. now/then: the median of the rounds'
            own ratios; from, to: the interval in which that median lies with {sure:0.0} %, whatever the distribution:
            number {rank} of the {rounds} ratios from either end (order statistics, as in the sign test; for each figure
            by itself). Within {100 * options.Within:0.##} %: the interval reaches into {low:0.###} to {high:0.###}.
            {Environment.ProcessorCount} cores; load average {loads.Min():0.00} to {loads.Max():0.00} before the runs.
            """) + (broken == 0 ? "" : $"\n{broken} of the runs said that a promise of theirs was not kept.");
    }
}
