using System.Text;
using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Oracle;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>An event of the log.</summary>
internal sealed record Recorded(long Sequence, Guid Id, DateTimeOffset At, object What)
{
    private const string Sql = """
        select e.seq_id, e.id, e.timestamp, e.type, e.data::text, b.body
        from gatehouse.mt_events e left join ingest.rejection_body b on b.id = e.id
        where e.type <> 'tombstone' order by e.seq_id
        """;

    private static readonly Dictionary<string, Type> Types =
        StoredEvents.All.ToDictionary(StoredEvents.NameOf, StringComparer.Ordinal);

    /// <summary>The body that is kept of a refused message.</summary>
    public string? Body { get; init; }

    /// <summary>The number of the fact that was recorded; null for what nobody sent.</summary>
    public int? Serial => What switch
    {
        ResultRecorded r => Fact.SerialOf(r.Note),
        WaiverRecorded w => Fact.SerialOf(w.Comment),
        UpdateRecorded u => Fact.SerialOf(u.Title),
        _ => null,
    };

    /// <summary>The id that its sender knows it by; null for what has none.</summary>
    public Guid? NamedId => What switch
    {
        ResultRecorded r => r.Id,
        WaiverRecorded w => w.Id,
        _ => null,
    };

    /// <summary>It is a fact from outside.</summary>
    public bool IsFact => What is ResultRecorded or WaiverRecorded or UpdateRecorded;

    /// <summary>As the oracle takes it; null of what gates said.</summary>
    public Entry? Entry => What switch
    {
        GateSaid => null,
        PolicySetInForce set => new Entry(Sequence, At, Shelf.Of(set)),
        _ => new Entry(Sequence, At, What),
    };

    /// <summary>What it is evidence of, taken or refused.</summary>
    public IEnumerable<Subject> Subjects => What switch
    {
        ResultRecorded r => r.Subjects,
        WaiverRecorded w => [w.Subject],
        WaiverExpired e => [e.Subject],
        MessageRejected { About: { } about } => about.Subjects,
        RejectionSettled { About: { } about } => about.Subjects,
        _ => [],
    };

    /// <summary>The whole log, in its order. Without what Marten puts in the place of an append that failed.</summary>
    public static async Task<IReadOnlyList<Recorded>> ReadAsync(NpgsqlDataSource database)
    {
        var log = new List<Recorded>();
        await using var command = database.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var what = JsonSerializer.Deserialize(row.GetString(4), Types[row.GetString(3)], Json.Stored)!;
            log.Add(new(row.GetInt64(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2), what)
            {
                Body = await row.IsDBNullAsync(5) ? null : Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(5)),
            });
        }

        return log;
    }
}
