using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>The gates, decided again from the log. What they say now must be what they said then.</summary>
internal sealed class RebuiltGates() : RebuiltFold(Gates.FoldName, GateTables.All)
{
    // What the fold and the watch append: it stands in the log after the facts that it follows from.
    private static readonly Type[] Own = [.. StoredEvents.All.Where(t => t.IsSubclassOf(typeof(GateSaid))), typeof(DeadlinePassed)];

    private static readonly string Later = $"select {LogEvent.Columns} from gatehouse.mt_events e where e.seq_id > $1 and e.type = any($2) order by e.seq_id";

    private readonly RebuiltPages pages = new();
    private Task comparing = Task.CompletedTask;

    public override EventsAgain Again { get; } = new();

    public override IEnumerable<Type> Types => GatePages.Facts.Union(Own);

    public override IReadOnlyList<string> LateIndexes => ["gate_status", "gate_deadline", "gate_retirable", "gate_build_waived"];

    public override async Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlConnection aside, CancellationToken cancellation)
    {
        pages.Aside = aside;
        var said = await pages.DecideAsync(events, connection, cancellation);
        if (Noted(events) is { Count: > 0 } noted)
        {
            // It is noted of gates that are in the tables.
            await pages.SaveAsync(cancellation);
            await pages.WriteAsync(at => NoteAsync(noted, at, cancellation));
        }

        await comparing;
        comparing = Task.Run(() => Compare(said.Select(s => s.Said), events), cancellation);
    }

    public override async Task SettleAsync(CancellationToken cancellation)
    {
        await pages.SaveAsync(cancellation);
        await Task.WhenAll(pages.Saving, comparing);
    }

    public override async Task StandAsync(long position, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var later = new List<LogEvent>();
        await using (var command = connection.Command(Later, position, Own.Select(StoredEvents.NameOf).ToArray()))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            while (await row.ReadAsync(cancellation))
            {
                later.Add(LogEvent.Read(row));
            }
        }

        Compare([], later);
        await NoteAsync(Noted(later), connection, cancellation);
        await Retirement.RepeatAsync(connection, cancellation);
    }

    private void Compare(IEnumerable<GateSaid> decided, IReadOnlyList<LogEvent> events)
    {
        foreach (var said in decided)
        {
            Again.Decided(said.EventId(), NameOf(said), ContentOf(said));
        }

        foreach (var e in events)
        {
            // What was said by the first edition is folded as said.
            if (e.Data is GateSaid { Statement.Edition: not null } said)
            {
                Again.Found(said.EventId(), NameOf(said), e.Sequence, ContentOf(said));
            }
        }
    }

    // As the watch does it: of several deadlines of a gate the one noted last stays. What was noted before an edition
    // came into force is forgotten with it, and the edition is saved before this.
    private static Dictionary<Guid, DateTimeOffset> Noted(IReadOnlyList<LogEvent> events) => events
        .Skip(events.ToList().FindLastIndex(e => e.Data is EditionInForce) + 1)
        .Select(e => e.Data).OfType<DeadlinePassed>()
        .GroupBy(p => Workspace.KeyOf(p.Alias, p.DecisionContext), p => p.Deadline)
        .ToDictionary(n => n.Key, n => n.Last());

    private static async Task NoteAsync(Dictionary<Guid, DateTimeOffset> noted, NpgsqlConnection connection, CancellationToken cancellation) => await connection.RunAsync(
        "update gate set deadline_noted = noted.deadline from unnest($1, $2) as noted (of, deadline) where gate = of", cancellation, noted.Keys.ToArray(), noted.Values.ToArray());

    private static string NameOf(GateSaid said) => $"{said.GetType().Name} of {said.Statement.Alias} for {said.Statement.DecisionContext}";

    private static byte[] ContentOf(GateSaid said) => JsonSerializer.SerializeToUtf8Bytes(said, said.GetType(), Json.Stored);
}
