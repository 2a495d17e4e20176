using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Oracle;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>An event of the log.</summary>
internal sealed record Recorded(long Sequence, Guid Id, DateTimeOffset At, object What)
{
    private static readonly Dictionary<string, Type> Types = StoredEvents.All.ToDictionary(StoredEvents.NameOf, StringComparer.Ordinal);

    /// <summary>What a fact from outside is known by, as <see cref="Fact"/> names it; null for what nobody sent.</summary>
    public (string Kind, string Key)? Fact => What switch
    {
        ResultRecorded r => ("result", r.Id.ToString("D")),
        WaiverRecorded w => ("waiver", w.Id.ToString("D")),
        UpdateRecorded u => ("update", Tests.Fact.KeyOf(u.Alias, u.Time)),
        _ => null,
    };

    /// <summary>As the oracle takes it; null if it is none of its business.</summary>
    public Entry? Entry => What switch
    {
        ResultRecorded or WaiverRecorded or UpdateRecorded or DeadlinePassed => new Entry(Sequence, At, What),
        PolicySetInForce set => new Entry(Sequence, At, Shelf.Of(set.Files.Single().Text)),
        _ => null,
    };

    /// <summary>The whole log, in its order. Without what Marten puts in the place of an append that failed.</summary>
    public static async Task<IReadOnlyList<Recorded>> ReadAsync(NpgsqlDataSource database)
    {
        var log = new List<Recorded>();
        await using var command = database.CreateCommand("select seq_id, id, timestamp, type, data::text from gatehouse.mt_events where type <> 'tombstone' order by seq_id");
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            log.Add(new(row.GetInt64(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2), JsonSerializer.Deserialize(row.GetString(4), Types[row.GetString(3)], Json.Stored)!));
        }

        return log;
    }
}
