using System.Text.Json;
using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Results as they are announced and read: the recorded event, with what its row says of the moment it was recorded.</summary>
internal static class ResultRows
{
    /// <summary>The columns that <see cref="Read"/> expects first; <c>r</c> is <c>views.result</c> and <c>e</c> the log.</summary>
    public const string Columns = "r.seq, e.timestamp, e.data, r.previous_outcome, r.times_seen, r.newest, r.updates";

    public static ResultMessage Read(NpgsqlDataReader row) => ResultMessage.From(
        JsonSerializer.Deserialize<ResultRecorded>(row.GetFieldValue<byte[]>(2), Json.Stored)!,
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.TextOrNull(3), row.GetInt64(4), row.GetBoolean(5), row.TextsOrNone(6));
}
