using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/results</c>: newest first; and one by its id, or by its publisher's.</summary>
internal static class ResultEndpoints
{
    private const string List = "results";

    private static readonly string[] Known =
        ["subject_type", "subject", "testcase", "scenario", "arch", "outcome", "group", "since", "until", "limit", "cursor"];

    public static async Task<IResult> SearchAsync(HttpContext context, NpgsqlDataSource database, [FromServices] Outcomes outcomes, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, Known);
        var (limit, cursor) = (query.Limit(), query.Cursor(List));
        var where = Conditions(query, outcomes, cursor);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        // First the rows, by an index and in its order; then the events of those few.
        await using var command = where.Command(connection, $"""
            select {ResultRows.Columns}
            from (select r.* from views.result r join views.cell c on c.cell = r.cell
                  where {where} order by r.submit_time desc, r.seq desc limit {where.Parameter(limit + 1)}) r
            join gatehouse.mt_events e on e.seq_id = r.seq
            order by r.submit_time desc, r.seq desc
            """);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var results = new List<ResultMessage>();
        while (await row.ReadAsync(cancellation))
        {
            results.Add(ResultRows.Read(row));
        }

        return new View(Listing<ResultMessage>.Of(results, limit, r => Cursor.After(r.SubmitTime, $"{r.Sequence}"), query.Filters(List)));
    }

    public static async Task<IResult> ReadAsync(HttpContext context, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        if (context.PathText(3) is not { } text)
        {
            return Problem.BadRequest("id", "expected a result's id");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        // A publisher's own text is found by the id that it was given for it, and both by the id of the event.
        await using var command = connection.Command(
            $"select {ResultRows.Columns} from views.result r join gatehouse.mt_events e on e.seq_id = r.seq where e.id = $1", Ids.Event(Kinds.Result, Ids.FromText(text).Id));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new View(ResultRows.Read(row)) : Problem.NotFound("such result");
    }

    private static Where Conditions(Parameters query, Outcomes outcomes, Cursor? cursor)
    {
        var where = new Where();
        // By hash, in the order of an index; the text itself tells those apart that share a hash.
        if (query.Texts("subject", Limits.SubjectId) is { Length: > 0 } subjects)
        {
            where.AnyOf("r.subject_hash", subjects.Select(Hash64.Of).ToArray())
                .And("exists (select from gatehouse.mt_events e where e.seq_id = r.seq and e.data -> 'subject' ->> 'id' = any({}))", [subjects]);
        }

        if (query.Texts("testcase", Limits.Testcase) is { Length: > 0 } testcases)
        {
            where.AnyOf("r.testcase_hash", testcases.Select(Hash64.Of).ToArray()).AnyOf("c.testcase", testcases);
        }

        where.AnyOf("r.subject_type", query.Words("subject_type"))
            .AnyOf("r.scenario", query.Texts("scenario", Limits.Scenario))
            .AnyOf("r.arch", query.Words("arch"))
            .AnyOf("r.outcome", query.Outcomes("outcome", outcomes));
        if (query.Texts("group", Limits.Text) is { Length: > 0 } groups)
        {
            where.And("r.groups && {}", [groups.Select(Hash64.Of).ToArray()])
                .And("exists (select from gatehouse.mt_events e where e.seq_id = r.seq and e.data -> 'groups' ?| {})", [groups]);
        }

        if (query.Time("since") is { } since)
        {
            where.And("r.submit_time >= {}", since);
        }

        if (query.Time("until") is { } until)
        {
            where.And("r.submit_time < {}", until);
        }

        return cursor is { Number: { } sequence } ? where.And("(r.submit_time, r.seq) < ({}, {})", cursor.At, sequence) : where;
    }
}
