using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Puts a policy set in force: an event with its full text, unless it is in force already. The leader does so when it starts to lead.</summary>
public sealed class PoliciesInForce(PolicyFolder folder, IDocumentStore store, NpgsqlDataSource database, ILogger<PoliciesInForce> log) : ILeaderWork
{
    public string Name => "policies";

    public async Task RunAsync(CancellationToken leading)
    {
        var (set, errors) = folder.Read();
        if (set is null)
        {
            // The service did not start with them, so they were edited since: the old set stays.
            log.LogError("The policies in {Folder} are refused, the old ones stay in force: {Errors}", folder.Path, string.Join("; ", errors));
        }
        else
        {
            await PutAsync(set, leading);
        }

        await Task.Delay(Timeout.Infinite, leading);
    }

    /// <summary>Appends the set to the log if another one, or none, is in force.</summary>
    /// <returns>Whether it was appended.</returns>
    public async Task<bool> PutAsync(PolicySet set, CancellationToken cancellation)
    {
        if (await NewestHashAsync(cancellation) == set.Hash)
        {
            return false;
        }

        await using var session = store.LightweightSession();
        session.Events.Append(Streams.Policies, set.InForce());
        await session.SaveChangesAsync(cancellation);
        log.LogInformation("Policy set {Hash} is in force: {Policies}", set.Hash, string.Join(", ", set.Policies.Select(p => p.Id)));
        return true;
    }

    /// <summary>The newest set in the log, whether or not the fold has come to it; null before the first.</summary>
    public async Task<PolicySetInForce?> NewestAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var data = await connection.ReadAsync<string>(
            "select data::text from gatehouse.mt_events where stream_id = $1 order by version desc limit 1", cancellation, Streams.Policies);
        return data is null ? null : JsonSerializer.Deserialize<PolicySetInForce>(data, Json.Stored);
    }

    private async Task<string?> NewestHashAsync(CancellationToken cancellation) => (await NewestAsync(cancellation))?.Hash;
}
