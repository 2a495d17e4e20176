using System.Diagnostics.Metrics;
using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Drives rounds for as long as somebody wants the watermark further than it is, if no other replica does. A round
/// that comes to nothing is followed by another.
/// </summary>
internal sealed class Driver(WatermarkBroker broker, WatermarkTable table, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(16);
    private static readonly Counter<long> Rounds = Meters.Gatehouse.CreateCounter<long>(
        "gatehouse.ingest.watermark.rounds",
        description: "Tries to move the watermark, by outcome: moved, or why not.");

    private TimeSpan patience = FirstPatience;

    /// <summary>Why the last round came to nothing; null if it did not.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Ends when the watermark is where it was wanted, or another replica drives.</summary>
    /// <param name="changed">Pulses when a replica may have answered.</param>
    public async Task DriveAsync(Signal changed, CancellationToken cancellation)
    {
        for (var pause = new Backoff(); await table.BeginAsync(cancellation) is { } begun;)
        {
            var outcome = await RoundAsync(begun.Number, begun.Began, changed, cancellation);
            Rounds.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
            if (outcome == "moved")
            {
                pause.Forget();
            }
            else
            {
                await table.GiveUpAsync(begun.Number, cancellation);
                await pause.WaitAsync(cancellation);
            }
        }
    }

    /// <summary>One round, and what became of it, as the metric calls it.</summary>
    private async Task<string> RoundAsync(
        long number, DateTimeOffset began, Signal changed, CancellationToken cancellation)
    {
        Round round;
        try
        {
            round = new Round(number, began, await broker.LookAsync(ReceiveStage.Queues, cancellation));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Trouble = $"the broker cannot be asked: {e.GetBaseException().Message}";
            return "broker";
        }

        if (round.Hopeless() is { Count: > 0 } hopeless)
        {
            Trouble = string.Join("; ", hopeless);
            return "backlog";
        }

        return await table.HasLookedAsync(number, cancellation)
            ? await GatherAsync(round, changed, cancellation)
            : "superseded";
    }

    private async Task<string> GatherAsync(Round round, Signal changed, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var next = changed.Next;
            if (await table.AnswersAsync(round.Number, cancellation) is not { } answers)
            {
                return "superseded";
            }

            if (round.Against(answers) is not { Count: > 0 } against)
            {
                (patience, Trouble) = (FirstPatience, null);
                return await table.MoveAsync(round.Number, round.Began, cancellation) ? "moved" : "superseded";
            }

            if (clock.GetElapsedTime(started) > patience)
            {
                // Recording may only be slow: whoever cannot answer in this time may in twice as much.
                patience = patience * 2 < LastPatience ? patience * 2 : LastPatience;
                Trouble = string.Join("; ", against);
                return "unanswered";
            }

            await Signal.WaitAsync(next, Look, cancellation);
        }
    }
}
