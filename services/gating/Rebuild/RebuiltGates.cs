using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>The gates, decided again from the log. What they say now must be what they said then.</summary>
internal sealed class RebuiltGates(Outcomes outcomes) : RebuiltFold(Gates.FoldName, GateTables.All)
{
    private static readonly string[] Said = [.. StoredEvents.All.Where(t => t.IsSubclassOf(typeof(GateSaid))).Select(StoredEvents.NameOf)];

    private readonly GatePages pages = new(outcomes);

    public override EventsAgain Again { get; } = new();

    public override IReadOnlyList<string> LateIndexes => ["gate_status", "gate_deadline", "gate_build_waived"];

    // The watch's, not the fold's: it is ahead of the fold.
    public override IReadOnlyList<string> NotCompared => ["gate.deadline_noted"];

    public override async Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var (said, _) in await pages.DecideAsync(events, connection, cancellation))
        {
            Again.Decided(said.EventId(), NameOf(said), ContentOf(said));
        }

        Find(events);
    }

    // What was decided up to here may stand in the log after it.
    public override async Task StandAsync(long position, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var later = new List<LogEvent>();
        await using var command = connection.Command(
            $"select {LogEvent.Columns} from gatehouse.mt_events e where e.seq_id > $1 and e.type = any($2) order by e.seq_id", position, Said);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            later.Add(LogEvent.Read(row));
        }

        Find(later);
    }

    // Only a gate that is due could have a deadline noted that the fold has not come to yet.
    public override async Task TakeOverAsync(NpgsqlConnection connection, CancellationToken cancellation) => await connection.RunAsync(
        """
        update gate g set deadline_noted = g.deadline
        where g.waiting and g.deadline < now() and exists (
            select from gatehouse.mt_events e
            where e.stream_id = 'gate/' || g.alias || '/' || g.context and e.type = $1
              and (e.data ->> 'deadline')::timestamptz = g.deadline and (e.data ->> 'revision')::int = (g.state -> 'opening' ->> 'revision')::int)
        """,
        cancellation, StoredEvents.NameOf(typeof(DeadlinePassed)));

    private void Find(IEnumerable<LogEvent> events)
    {
        foreach (var e in events)
        {
            if (e.Data is GateSaid said)
            {
                Again.Found(said.EventId(), NameOf(said), e.Sequence, ContentOf(said));
            }
        }
    }

    private static string NameOf(GateSaid said) => $"{said.GetType().Name} of {said.Statement.Alias} for {said.Statement.DecisionContext}";

    private static byte[] ContentOf(GateSaid said) => JsonSerializer.SerializeToUtf8Bytes(said, said.GetType(), Json.Stored);
}
