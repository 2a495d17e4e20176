using System.Runtime.CompilerServices;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Reads updates' own facts from the log, as far as it held them at a moment. Where they lie in it is looked up in projections' views; the facts
/// themselves come one by one, so an update of any size takes no more memory than its state.
/// </summary>
internal sealed class Past(NpgsqlConnection connection)
{
    /// <summary>The folds whose rows are read here: wait for them first (<see cref="FoldProgress"/>).</summary>
    public static readonly string[] Folds = ["views"];

    private const string Definitions = $"""
        select {LogEvent.Columns} from views.definition d join gatehouse.mt_events e on e.seq_id = d.seq
        where d.alias = any($1) and e.timestamp <= $2
        """;

    // A result or a rejection may be about several subjects of one update: each fact is taken once.
    private const string Reported = $"""
        select {LogEvent.Columns} from gatehouse.mt_events e join (
            select d.seq from views.definition d where d.alias = any($1)
            union select r.seq from views.result r where r.subject_hash = any($2)
            union select w.seq from views.waiver w where w.subject = any($3)
            union select f.seq from views.refused f where f.subject = any($3)
            union select r.settled from views.refused f join views.rejection r on r.seq = f.seq where f.subject = any($3) and r.settled is not null
        """;

    // What gates said is their past only as far as the first edition goes; by the second it follows from the facts. Of the policy sets only the newest
    // before the first definition matters, and those after it.
    private const string Decided = """

            union select m.seq_id from gatehouse.mt_events m where m.stream_id = any($6) and (m.type = any($7) or m.seq_id < coalesce(
                (select min(n.seq_id) from gatehouse.mt_events n where n.stream_id = $9), 9223372036854775807))
            union select m.seq_id from gatehouse.mt_events m where m.stream_id = any($10)
            union select m.seq_id from gatehouse.mt_events m where m.stream_id = $9
            union select m.seq_id from gatehouse.mt_events m where m.stream_id = $8 and m.seq_id >= coalesce(
                (select max(b.seq_id) from gatehouse.mt_events b where b.stream_id = $8 and b.seq_id < (select min(d.seq) from views.definition d where d.alias = any($1))), 0)
        """;

    private const string Ended = """

            union select m.seq_id from gatehouse.mt_events m where m.stream_id = any($6) and m.type = any($7)
            union select m.seq_id from gatehouse.mt_events m where m.stream_id = any($8)
        """;

    private const string Noted = $"""
        select {LogEvent.Columns} from gatehouse.mt_events e where e.stream_id = any($1) and e.type = $2 and e.timestamp <= $3
        """;

    private static readonly string[] Deciding = [StoredEvents.NameOf(typeof(DeadlinePassed)), StoredEvents.NameOf(typeof(GateReleased))];

    private const string AsOf = """
        ) own on own.seq = e.seq_id where e.timestamp <= $4 and e.seq_id < $5 order by e.seq_id
        """;

    /// <summary>What belongs to these updates, by their definitions up to the moment.</summary>
    public async Task<OwnFacts> OwnAsync(IReadOnlyCollection<string> aliases, DateTimeOffset at, CancellationToken cancellation)
    {
        var definitions = new List<UpdateRecorded>();
        await using var command = connection.Command(Definitions, aliases.ToArray(), at);
        await foreach (var fact in FactsAsync(command, cancellation))
        {
            definitions.Add((UpdateRecorded)fact.Data);
        }

        return new OwnFacts(definitions);
    }

    /// <summary>Everything that their gates were decided by, in log order.</summary>
    /// <param name="at">Facts recorded later are left out.</param>
    /// <param name="before">The place in the log to stop at.</param>
    public IAsyncEnumerable<Fact> AllAsync(OwnFacts own, DateTimeOffset at, long before, CancellationToken cancellation) =>
        ReadAsync(own, Reported + Decided + AsOf, at, before, [own.Gates.ToArray(), Deciding, Streams.Policies, Streams.Editions, Ends(own)], cancellation);

    /// <summary>All but the policy sets and what was said.</summary>
    public IAsyncEnumerable<Fact> ReportedAsync(OwnFacts own, DateTimeOffset at, CancellationToken cancellation) =>
        ReadAsync(own, Reported + Ended + AsOf, at, long.MaxValue, [own.Gates.ToArray(), Deciding, Ends(own)], cancellation);

    /// <summary>The deadlines that were noted.</summary>
    public async Task<IReadOnlyList<DeadlinePassed>> NotedAsync(OwnFacts own, DateTimeOffset at, CancellationToken cancellation)
    {
        var noted = new List<DeadlinePassed>();
        await using var command = connection.Command(Noted, own.Gates.ToArray(), StoredEvents.NameOf(typeof(DeadlinePassed)), at);
        await foreach (var fact in FactsAsync(command, cancellation))
        {
            noted.Add((DeadlinePassed)fact.Data);
        }

        return noted;
    }

    private static string[] Ends(OwnFacts own) => [.. own.Subjects.Select(Streams.Waivers)];

    private async IAsyncEnumerable<Fact> ReadAsync(
        OwnFacts own, string sql, DateTimeOffset at, long before, object[] more, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (hashes, keys) = (own.Subjects.Select(s => Hash64.Of(s.Id)).Distinct().ToArray(), own.Subjects.Select(s => s.Key()).ToArray());
        await using var command = connection.Command(sql, [own.Aliases.ToArray(), hashes, keys, at, before, .. more]);
        await foreach (var fact in FactsAsync(command, cancellation))
        {
            // A subject's hash may be another's, too.
            if (own.Hold(fact.Data))
            {
                yield return fact;
            }
        }
    }

    private static async IAsyncEnumerable<Fact> FactsAsync(NpgsqlCommand command, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var e = LogEvent.Read(row);
            yield return new Fact(e.Sequence, e.Timestamp, e.Trace, e.Data);
        }
    }
}
