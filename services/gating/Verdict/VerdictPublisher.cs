using System.Diagnostics.Metrics;
using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Says on the bus what gates have decided, from the log and after its commit. Gate events are appended only under the fold's lock, so one
/// that can be read has all earlier ones before it, whatever gaps the log has elsewhere.
/// </summary>
public sealed class VerdictPublisher(
    Gates gates, Settings settings, BusPublisher bus, [FromKeyedServices(LogDatabase.Key)] NpgsqlDataSource database, TimeProvider clock, ILogger<VerdictPublisher> log)
    : LogPublisher("verdicts", gates, bus, database, log)
{
    private const int Page = 200;

    /// <summary>The checkpoint follows a log in which gates say nothing no more often than this: moving it costs a write, and archiving waits for it.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private static readonly Histogram<double> Waited = Meters.Gatehouse.CreateHistogram<double>(
        "gatehouse.verdict.latency", "s", "From the recording of the fact that decided it to the sending of a gate's complete");

    private static readonly Counter<long> Said = Meters.Gatehouse.CreateCounter<long>("gatehouse.gate.messages", description: "Gate messages sent, by type, context and reason");

    private static readonly string Sql = $"""
        select seq_id, type, data, timestamp, headers ->> '{Streams.TraceHeader}'
        from gatehouse.mt_events
        where seq_id > $1 and type = any($2)
        order by seq_id limit {Page}
        """;

    private readonly Dictionary<string, Type> types = StoredEvents.OfGates.ToDictionary(StoredEvents.NameOf, StringComparer.Ordinal);

    // Up to here gates have said nothing after the checkpoint: the log is not searched from there again and again while results come in.
    private long silent;
    private long moved = clock.GetTimestamp();

    private readonly string publicUrl = (settings.PublicUrl?.ToString() ?? "").TrimEnd('/');

    protected override async Task<PublisherPage?> ReadAsync(NpgsqlConnection connection, long after, CancellationToken cancellation)
    {
        // What the fold has come to is committed, and so is all that gates said before.
        var upTo = Follows.Position;
        var messages = new List<BusMessage>();
        var position = after;
        await using var command = connection.Command(Sql, Math.Max(after, silent), types.Keys.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            position = reader.GetInt64(0);
            var said = (GateSaid)JsonSerializer.Deserialize(reader.GetFieldValue<byte[]>(2), types[reader.GetString(1)], Json.Stored)!;
            messages.Add(MessageOf(said, position, reader.IsDBNull(4) ? null : reader.GetString(4)));
            Measure(said);
        }

        if (messages.Count > 0)
        {
            return new PublisherPage(messages, position);
        }

        silent = Math.Max(silent, upTo);
        if (silent <= after || clock.GetElapsedTime(moved) < Silence)
        {
            return null;
        }

        moved = clock.GetTimestamp();
        return new PublisherPage([], silent);
    }

    private BusMessage MessageOf(GateSaid said, long sequence, string? trace)
    {
        var statement = said.Statement;
        var headers = new Dictionary<string, string> { ["alias"] = statement.Alias, ["product_version"] = statement.ProductVersion };
        if (statement.Verdict is { } verdict)
        {
            headers["verdict"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString());
        }

        if (trace is not null)
        {
            headers[Streams.TraceHeader] = trace;
        }

        return new BusMessage(
            GateMessage.RoutingKeyOf(said), GateMessage.TypeOf(said), said.EventId().ToString("D"), statement.DecidedAt,
            JsonSerializer.SerializeToUtf8Bytes(GateMessage.From(said, sequence, publicUrl), Json.Wire), headers);
    }

    private void Measure(GateSaid said)
    {
        var context = new KeyValuePair<string, object?>("decision_context", said.Statement.DecisionContext);
        Said.Add(1, context, new("type", GateMessage.TypeOf(said)), new("reason", said.Statement.Reason?.ToString()));
        if (said is GateCompleted)
        {
            Waited.Record(Math.Max(0, (clock.GetUtcNow() - said.Statement.DecidedAt).TotalSeconds), context);
        }
    }
}
