using System.Text.Json;
using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>A result as it stands in the log, and as it is announced and read.</summary>
internal sealed record RecordedResult(ResultRecorded Recorded, ResultMessage Message)
{
    /// <summary>
    /// The columns that <see cref="Read"/> expects first; <c>r</c> is the result's own row of <c>views.result</c> (<see cref="IsOwn"/>) and <c>e</c> the log.
    /// </summary>
    public const string Columns = "r.seq, e.timestamp, e.data, r.previous_outcome, r.times_seen, r.newest, r.updates";

    /// <summary>Chooses a result's own row among those of all its cells.</summary>
    public const string IsOwn = "r.place = 0";

    /// <summary>Its submit time as it counts, by which lists are ordered.</summary>
    public DateTimeOffset Time => Recency.Effective(Message.SubmitTime, Message.RecordedAt);

    public static RecordedResult Read(NpgsqlDataReader row)
    {
        var recorded = JsonSerializer.Deserialize<ResultRecorded>(row.GetFieldValue<byte[]>(2), Json.Stored)!;
        return new RecordedResult(recorded, ResultMessage.From(
            recorded, row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.TextOrNull(3), row.GetInt64(4), row.GetBoolean(5), row.TextsOrNone(6)));
    }
}
