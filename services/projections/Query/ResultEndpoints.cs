using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/results</c>: newest first; and one by its id, or by its publisher's.</summary>
internal sealed class ResultEndpoints(NpgsqlDataSource database, WordsInForce words)
{
    private const string List = "results";
    private const string OfSource = "results of one source id";

    private static readonly string[] Known =
        ["subject_type", "subject", "testcase", "scenario", "arch", "outcome", "group", "since", "until", "limit", "cursor"];

    public async Task<IResult> SearchAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, Known);
        var (limit, cursor) = (query.Limit(), query.Cursor(List));
        var where = Conditions(query, await query.WordsAsync(words, cancellation, "outcome", "subject_type"), cursor);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        return new View(await PageAsync(connection, where, limit, query.Filters(List), cancellation));
    }

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, "limit", "cursor");
        var (limit, cursor) = (query.Limit(), query.Cursor(OfSource));
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        if (context.PathText(3) is not { } text)
        {
            return Problem.BadRequest("id", "expected a result's id");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (Ids.FromText(text) is (var id, null))
        {
            return await OneAsync(connection, id, cancellation) is { } one ? new View(one) : Problem.NotFound("such result");
        }

        // A publisher's own text names a result only within what it was sent for.
        var where = new Where().And("r.source_hash = {}", Hash64.Of(text))
            .And("exists (select from gatehouse.mt_events e where e.seq_id = r.seq and e.data ->> 'source_id' = {})", text);
        var found = await PageAsync(connection, After(where, cursor), limit, query.Filters(OfSource), cancellation);
        return (found, cursor) switch
        {
            ({ Items: [var one], Next: null }, null) => new View(one),
            ({ Items.Count: 0 }, null) => Problem.NotFound("such result"),
            _ => new Choices(new View(found)),
        };
    }

    private static async Task<ResultMessage?> OneAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            $"select {RecordedResult.Columns} from gatehouse.mt_events e join views.result r on r.seq = e.seq_id and {RecordedResult.IsOwn} where e.id = $1",
            Ids.Event(Kinds.Result, id));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? RecordedResult.Read(row).Message : null;
    }

    private static async Task<Listing<ResultMessage>> PageAsync(NpgsqlConnection connection, Where where, int limit, string filters, CancellationToken cancellation)
    {
        // First the rows, by an index and in its order, of a result one; then the events of those few.
        await using var command = where.Command(connection, $"""
            select {RecordedResult.Columns}
            from (select distinct on (r.time, r.seq) r.time, r.seq from views.result r join views.cell c on c.cell = r.cell
                  where {where} order by r.time desc, r.seq desc limit {where.Parameter(limit + 1)}) found
            join views.result r on r.seq = found.seq and {RecordedResult.IsOwn}
            join gatehouse.mt_events e on e.seq_id = r.seq
            order by r.time desc, r.seq desc
            """);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var results = new List<RecordedResult>();
        while (await row.ReadAsync(cancellation))
        {
            results.Add(RecordedResult.Read(row));
        }

        var page = Listing<RecordedResult>.Of(results, limit, r => Cursor.After(r.Time, $"{r.Message.Sequence}"), filters);
        return new Listing<ResultMessage>([.. page.Items.Select(r => r.Message)], page.Next);
    }

    private static Where Conditions(Parameters query, Vocabulary words, Cursor? cursor)
    {
        var where = new Where();
        // By hash, in the order of an index; the text itself tells those apart that share a hash.
        if (query.Texts("subject", Limits.SubjectId) is { Length: > 0 } subjects)
        {
            where.AnyOf("r.subject_hash", subjects.Select(Hash64.Of).ToArray())
                .And("""
                    exists (select from gatehouse.mt_events e
                    where e.seq_id = r.seq and (e.data -> 'subject' ->> 'id' = any({}) or e.data -> 'further_items' ?| {}))
                    """, subjects, subjects);
        }

        if (query.Texts("testcase", Limits.Testcase) is { Length: > 0 } testcases)
        {
            where.AnyOf("r.testcase_hash", testcases.Select(Hash64.Of).ToArray()).AnyOf("c.testcase", testcases);
        }

        where.AnyOf("r.subject_type", query.SubjectTypes("subject_type", words))
            .AnyOf("r.scenario", query.Texts("scenario", Limits.Scenario))
            .AnyOf("r.arch", query.Words("arch"))
            .AnyOf("r.outcome", query.Outcomes("outcome", words.Outcomes));
        if (query.Texts("group", Limits.Text) is { Length: > 0 } groups)
        {
            where.And("r.groups && {}", [groups.Select(Hash64.Of).ToArray()])
                .And("exists (select from gatehouse.mt_events e where e.seq_id = r.seq and e.data -> 'groups' ?| {})", [groups]);
        }

        if (query.Time("since") is { } since)
        {
            where.And("r.time >= {}", since);
        }

        if (query.Time("until") is { } until)
        {
            where.And("r.time < {}", until);
        }

        return After(where, cursor);
    }

    private static Where After(Where where, Cursor? cursor) =>
        cursor is { Number: { } sequence } ? where.And("(r.time, r.seq) < ({}, {})", cursor.At, sequence) : where;
}
