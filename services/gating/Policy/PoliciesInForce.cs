using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.Gating;

/// <summary>The policy sets in the log: the newest one is in force, or will be when the fold has come to it.</summary>
public sealed class PoliciesInForce(IDocumentStore store, NpgsqlDataSource database, ILogger<PoliciesInForce> log)
{
    private const long Lock = 0x706f_6c69_6369_6573; // "policies"

    /// <summary>Appends the set to the log, with its full text, if another one, or none, is in force.</summary>
    /// <returns>Whether it was appended.</returns>
    public async Task<bool> PutAsync(PolicySet set, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // A reload may come just as the watch sees the same change: the set comes into force once.
        await connection.RunAsync($"select pg_advisory_xact_lock({Lock})", cancellation);
        if ((await NewestAsync(connection, cancellation))?.Hash == set.Hash)
        {
            return false;
        }

        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        session.Events.Append(Streams.Policies, set.InForce());
        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        log.LogInformation("Policy set {Hash} is in force: {Policies}", set.Hash, string.Join(", ", set.Policies.Select(p => p.Id)));
        return true;
    }

    /// <summary>The newest set in the log, whether or not the fold has come to it; null before the first.</summary>
    public async Task<PolicySetInForce?> NewestAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await NewestAsync(connection, cancellation);
    }

    private static async Task<PolicySetInForce?> NewestAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var data = await connection.ReadAsync<string>(
            "select data::text from gatehouse.mt_events where stream_id = $1 order by version desc limit 1", cancellation, Streams.Policies);
        return data is null ? null : JsonSerializer.Deserialize<PolicySetInForce>(data, Json.Stored);
    }
}
