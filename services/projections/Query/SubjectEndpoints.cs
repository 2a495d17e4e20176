using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/builds/{nvr}</c> and <c>/subjects/{type}/{id}</c>.</summary>
internal sealed class SubjectEndpoints(NpgsqlDataSource database, WordsInForce words)
{
    private const string Cells = """
        select c.testcase, c.scenario, c.arch, c.times_seen, e.seq_id, e.timestamp, e.data, c.variant, c.time
        from views.cell c join gatehouse.mt_events e on e.seq_id = c.seq
        where c.subject = $1 order by c.testcase, c.scenario nulls first, c.arch nulls first, c.variant nulls first
        """;

    private const string Updates = """
        select u.alias, u.state, u.product_version, u.title from views.update u
        where u.alias in (select b.alias from views.update_build b where b.nvr = $1) order by u.state = 'open' desc, u.time desc, u.alias
        """;

    private const string Holders = """
        select u.alias, u.state, u.product_version, u.title from views.update u
        where u.alias in (select s.alias from views.update_subject s where s.subject = $1) order by u.state = 'open' desc, u.time desc, u.alias
        """;

    private const string Itself = "select u.alias, u.state, u.product_version, u.title from views.update u where u.alias = $1";

    public Task<IResult> BuildAsync(HttpContext context, CancellationToken cancellation) =>
        ReadAsync(context, Subject.Build, context.PathText(3), cancellation);

    public async Task<IResult> SubjectAsync(HttpContext context, CancellationToken cancellation) =>
        await ReadAsync(context, context.PathText(3) is { } type ? (await words.NowAsync(cancellation)).TypeOf(type) : null, context.PathText(4), cancellation);

    private async Task<IResult> ReadAsync(HttpContext context, string? type, string? id, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        if (type is null || id is null)
        {
            return Problem.BadRequest("id", "expected a subject's type and identifier");
        }

        var subject = new Subject(type, id);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Rows.Command(Cells, subject.Key()),
                subject.Type switch
                {
                    Subject.Build => Rows.Command(Updates, id),
                    Subject.Update => Rows.Command(Itself, id),
                    _ => Rows.Command(Holders, subject.Key()),
                },
            },
        };
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        var cells = await CellsAsync(row, cancellation);
        await row.NextResultAsync(cancellation);
        var updates = await UpdatesAsync(row, cancellation);
        return cells.Count == 0 && updates.Count == 0
            ? Problem.NotFound($"result for this {type}, and no update that holds it")
            : new View(new SubjectView(subject, cells.Max(c => (DateTimeOffset?)c.LastTested), cells.Sum(c => c.TimesSeen), cells, updates));
    }

    private static async Task<List<CellView>> CellsAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var cells = new List<CellView>();
        while (await row.ReadAsync(cancellation))
        {
            var result = JsonSerializer.Deserialize<ResultRecorded>(row.GetFieldValue<byte[]>(6), Json.Stored)!;
            var newest = new CellResult(
                result.Id, result.SourceId, result.Outcome, result.SubmitTime, result.RefUrl, result.Note, row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5));
            cells.Add(new CellView(
                row.GetString(0), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(7), result.Outcome, row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(8), newest));
        }

        return cells;
    }

    private static async Task<List<HoldingUpdate>> UpdatesAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var updates = new List<HoldingUpdate>();
        while (await row.ReadAsync(cancellation))
        {
            updates.Add(new HoldingUpdate(row.GetString(0), UpdateRows.StateOf(row.GetString(1)), row.TextOrNull(2), row.TextOrNull(3)));
        }

        return updates;
    }
}
