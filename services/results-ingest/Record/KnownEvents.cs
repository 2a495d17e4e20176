using System.Text.Json;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>What is known of the log while one batch is planned: asked for once per id.</summary>
internal sealed class KnownEvents(NpgsqlDataSource database)
{
    private readonly HashSet<Guid> asked = [];
    private readonly HashSet<Arrival> askedForTwins = [];
    private readonly Dictionary<Guid, LogEntry> entries = [];

    public IReadOnlyDictionary<Guid, LogEntry> Entries => entries;

    /// <summary>Looks for whatever the plan relies on not being there.</summary>
    /// <returns>Whether anything was found: then the plan is to be made again.</returns>
    public async Task<bool> AskAsync(BatchPlan plan, CancellationToken cancellation)
    {
        var ids = plan.ReliesOnNone.Where(asked.Add).ToArray();
        var nameless = plan.Additions.Where(addition => addition is { Entry.Event: MessageRejected, Arrival.CanHaveTwin: true })
            .Select(addition => addition.Arrival).Where(askedForTwins.Add).ToList();
        if (ids.Length == 0 && nameless.Count == 0)
        {
            return false;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var foundTwins = nameless.Count > 0 && await RejectionBodies.FindTwinsAsync(connection, nameless, cancellation);
        return await FindAsync(connection, ids, cancellation) || foundTwins;
    }

    private async Task<bool> FindAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select id, seq_id, type, data from gatehouse.mt_events where id = any($1)", connection);
        command.Parameters.Add(new() { Value = ids });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = false;
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetGuid(0);
            entries[id] = new LogEntry(id, Read(reader.GetString(2), reader.GetString(3))) { Sequence = reader.GetInt64(1) };
            found = true;
        }

        return found;
    }

    /// <summary>An event that the door has made, as it is stored.</summary>
    public static object Read(string type, string data) => type switch
    {
        "result_recorded" => Read<ResultRecorded>(data),
        "update_recorded" => Read<UpdateRecorded>(data),
        "waiver_recorded" => Read<WaiverRecorded>(data),
        "message_rejected" => Read<MessageRejected>(data),
        "rejection_settled" => Read<RejectionSettled>(data),
        _ => throw new InvalidOperationException($"the id of a fact is that of an event of type {type}"),
    };

    private static object Read<T>(string data) => JsonSerializer.Deserialize<T>(data, Json.Stored)
        ?? throw new InvalidOperationException($"an event of type {typeof(T).Name} is stored as null");
}
