using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Has the bodies of rejected messages go by their age and by their senders' quotas (rule 2), in the background and by
/// one replica. Nothing else of a rejection goes: its event, with every reason, is in the log for ever.
/// </summary>
internal sealed class BodyRemoval(BodySettings settings, NpgsqlDataSource database, ILogger<BodyRemoval> log)
    : ILeaderWork
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rarely = TimeSpan.FromMinutes(1);

    private static readonly Counter<long> Gone = Meters.Gatehouse.CreateCounter<long>(
        "gatehouse.ingest.bodies_gone", description: "Bodies of rejected messages that are no longer kept, by reason.");

    public string Name => "rejected bodies";

    public async Task RunAsync(CancellationToken leading)
    {
        while (true)
        {
            var took = Stopwatch.StartNew();
            await RemoveAsync(leading);
            // A twentieth of the time at most, however many are kept.
            var pause = TimeSpan.FromTicks(Math.Clamp(took.Elapsed.Ticks * 20, Often.Ticks, Rarely.Ticks));
            await Task.Delay(pause, leading);
        }
    }

    private async Task RemoveAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var due = await DueBodies.FindAsync(connection, settings, cancellation);
        foreach (var of in due.GroupBy(body => body.Reason))
        {
            var gone = await DueBodies.EmptyAsync(connection, of, cancellation);
            Gone.Add(gone, new KeyValuePair<string, object?>("reason", of.Key));
            log.LogInformation("{Count} bodies of rejected messages are gone by their {Reason}", gone, of.Key);
        }
    }
}
