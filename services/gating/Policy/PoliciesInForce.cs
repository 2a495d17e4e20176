using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.Gating;

/// <summary>The policy sets in the log: the newest one is in force, or will be when the fold has come to it.</summary>
public sealed class PoliciesInForce(
    IDocumentStore store, NpgsqlDataSource database, FoldProgress progress, Editions editions, ILogger<PoliciesInForce> log)
{
    private const long Lock = 0x706f_6c69_6369_6573; // "policies"

    /// <summary>
    /// Appends the set to the log, with its full text, if another one, or none, is in force, and it asks no less of any waiting gate or is released.
    /// It is checked and appended in one transaction, in which the gates stand still.
    /// </summary>
    public async Task<ReloadOutcome> PutAsync(PolicySet set, ReloadRequest request, CancellationToken cancellation)
    {
        if (request.Hash is { } looked && looked != set.Hash)
        {
            return new ReloadOutcome.Another(set);
        }

        await editions.PutInForceAsync(cancellation);
        // What is in the log counts: gates that it opens are looked at, too. What comes between is guarded by the fold, which never takes less by itself.
        await progress.CaughtUpAsync([Gates.FoldName], cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // A reload may come just as the watch sees the same change: the set comes into force once.
        await connection.RunAsync($"select pg_advisory_xact_lock({Lock})", cancellation);
        var newest = await NewestAsync(connection, cancellation);
        if (newest?.Hash == set.Hash && !request.Release)
        {
            return new ReloadOutcome.InForce(set, Changed: false, []);
        }

        var recorded = set.InForce() with
        {
            Released = request.Release,
            UserId = request.By,
            RecordedUntil = await Watermark.ReadAsync(connection, cancellation),
        };
        IReadOnlyList<GateSays> says = [];
        if (newest is not null)
        {
            var states = await HoldAsync(connection, cancellation);
            if (!states.Decides)
            {
                throw new TimeoutException("The gates have yet to come to the edition of the rules that is in force.");
            }

            if (!request.Release && Brake.Losses(set, states) is { Count: > 0 } losses)
            {
                return new ReloadOutcome.AsksLess(set, losses);
            }

            var now = await connection.ReadAsync<DateTime>("select now()", cancellation);
            says = Brake.Says(new Fact(long.MaxValue, now, null, recorded), states);
        }

        if (!request.DryRun)
        {
            await LogVersion.RaiseAsync(connection, cancellation);
            await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
            session.Events.Append(Streams.Policies, recorded);
            await session.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            log.LogInformation(
                "Policy set {Hash} is in force{Released}: {Policies}", set.Hash, request.Release ? ", released by an operator" : "",
                string.Join(", ", set.Policies.Select(p => p.Id)));
        }

        return new ReloadOutcome.InForce(set, newest?.Hash != set.Hash, says);
    }

    /// <summary>The newest set in the log, whether or not the fold has come to it; null before the first.</summary>
    public async Task<PolicySetInForce?> NewestAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await NewestAsync(connection, cancellation);
    }

    // The fold's checkpoint is locked: no gate moves until the transaction ends.
    private static async Task<Workspace> HoldAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await Checkpoint.HoldAsync(connection, Gates.FoldName, cancellation);
        var loader = new GateLoader(connection);
        var states = Workspace.Of(await loader.LoadPoliciesAsync(cancellation), await GateLoader.LoadEditionAsync(connection, cancellation));
        await loader.LoadOpenGatesAsync(states, cancellation);
        return states;
    }

    /// <summary>The same, over a connection of the caller's.</summary>
    public static async Task<PolicySetInForce?> NewestAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var data = await connection.ReadAsync<string>(
            "select data::text from gatehouse.mt_events where stream_id = $1 order by version desc limit 1", cancellation, Streams.Policies);
        return data is null ? null : JsonSerializer.Deserialize<PolicySetInForce>(data, Json.Stored);
    }
}
