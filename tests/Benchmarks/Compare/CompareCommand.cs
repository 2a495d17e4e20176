using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>How <c>compare</c> is asked for.</summary>
internal static class CompareCommand
{
    private const string Name = "compare";

    public static Command Make()
    {
        var with = new Option<string>("--with")
        {
            Description = "the commit to compare the present tree with",
            Required = true,
        };
        var rounds = Ask.Number(
            "--rounds", $"how often each side is measured, {PairedRatios.Fewest} times at least", PairedRatios.Fewest);
        var within = Ask.Number("--within", "by how many percent a figure may differ", 5);
        var turns = new Option<FileInfo?>("--lock")
        {
            Description = "a file to hold, as flock does, while a side is built and during each round",
        };
        var benchmark = new Argument<string[]>("benchmark")
        {
            Description = "after --: one of the others, with its options",
            Arity = ArgumentArity.OneOrMore,
        };
        rounds.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() < PairedRatios.Fewest)
            {
                r.AddError($"At least {PairedRatios.Fewest} rounds: with fewer no interval of the median ratio is "
                    + $"{100 * PairedRatios.Wanted:0} % sure.");
            }
        });
        within.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() is < 1 or > 99)
            {
                r.AddError("--within takes 1 to 99 percent.");
            }
        });
        benchmark.Validators.Add(r =>
        {
            if (r.Tokens[0].Value == Name)
            {
                r.AddError("A comparison is not compared.");
            }
        });

        var command = new Command(
            Name, "Any of the others beside the same of an earlier commit, in turn: ratios, and how sure they are.")
        {
            with, rounds, within, turns, benchmark,
        };
        command.SetAction((parsed, cancel) => new Comparing(
            new(
                parsed.GetRequiredValue(with),
                parsed.GetValue(rounds),
                parsed.GetValue(within) / 100.0,
                parsed.GetValue(turns),
                parsed.GetRequiredValue(benchmark)),
            Console.Out).MeasureAsync(cancel));
        return command;
    }
}
