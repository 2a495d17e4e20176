using System.Text.Json;
using Gatehouse.Contracts;
using JasperFx.Events;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>An event of the log, as folds take it: from Marten's daemon, or read by SQL.</summary>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Timestamp">When it was recorded, by the database's clock.</param>
/// <param name="Trace">The W3C trace it belongs to; null if it has none.</param>
/// <param name="Data">One of <see cref="StoredEvents"/>, or the tombstone of an append that failed.</param>
public sealed record LogEvent(long Sequence, DateTimeOffset Timestamp, string? Trace, object Data)
{
    /// <summary>What <see cref="Read"/> takes, of <c>gatehouse.mt_events e</c>.</summary>
    public const string Columns = $"e.seq_id, e.timestamp, e.headers ->> '{Streams.TraceHeader}', e.type, e.data";

    // Marten leaves a tombstone where an append has failed after it had drawn its numbers; its daemon hands them out as well.
    private static readonly Dictionary<string, Type> Types = StoredEvents.All.Append(typeof(Tombstone)).ToDictionary(StoredEvents.NameOf, StringComparer.Ordinal);

    /// <summary>The event that Marten hands out.</summary>
    public static LogEvent Of(IEvent e) => new(e.Sequence, e.Timestamp, Hosting.Trace.Of(e), e.Data);

    /// <summary>The event of a row that begins with <see cref="Columns"/>.</summary>
    /// <exception cref="InvalidOperationException">Its type or content is unknown: nothing of the log is ever skipped.</exception>
    public static LogEvent Read(NpgsqlDataReader row)
    {
        var (sequence, name) = (row.GetInt64(0), row.GetString(3));
        return DataOf(name, row.GetFieldValue<byte[]>(4)) is { } data
            ? new LogEvent(sequence, row.GetFieldValue<DateTimeOffset>(1), row.IsDBNull(2) ? null : row.GetString(2), data)
            : throw new InvalidOperationException($"event {sequence} is no {name} that can be read");
    }

    /// <summary>An event by the name of its type in the log; null if there is no such type.</summary>
    internal static object? DataOf(string name, byte[] json) => Types.TryGetValue(name, out var type) ? JsonSerializer.Deserialize(json, type, Json.Stored) : null;
}
