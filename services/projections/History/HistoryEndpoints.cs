using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/history</c> of a subject's cells or a package's checks, and <c>/api/v1/flaky</c>.</summary>
internal sealed class HistoryEndpoints(NpgsqlDataSource database, WordsInForce words, TimeProvider clock)
{
    private const string List = "flaky";
    private const int MostTestcases = 100;

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, "subject_type", "subject", "package", "testcase", "scenario", "arch");
        var vocabulary = await query.WordsAsync(words, cancellation, "subject_type");
        var (types, subjects, packages) = (query.SubjectTypes("subject_type", vocabulary), query.Texts("subject", Limits.SubjectId), query.Texts("package", Limits.Build));
        var where = Checks(query);
        if (subjects.Length + packages.Length != 1)
        {
            query.Refuse(subjects.Length > 1 ? "subject" : packages.Length > 0 ? "package" : "subject", "expected one subject, or one package in place of it");
        }

        if (types.Length > 1 || (types.Length > 0 && packages.Length > 0))
        {
            query.Refuse("subject_type", "expected one, with a subject: a package is one of builds");
        }

        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        var subject = subjects is [var id] ? new Subject(types is [var type] ? type : Subject.Build, id) : null;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var histories = subject is null
            ? await OfPackageAsync(connection, where, packages[0], cancellation)
            : await OfSubjectAsync(connection, where, subject, cancellation);
        var turnaround = await TimesAsync(connection, [.. histories.Testcases.Take(MostTestcases)], cancellation);
        return new View(histories.View(subject, packages.FirstOrDefault(), turnaround, clock.GetUtcNow()));
    }

    public async Task<IResult> FlakyAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, "package", "testcase", "limit", "cursor");
        var (limit, cursor, packages) = (query.Limit(), query.Cursor(List), query.Texts("package", Limits.Build));
        var now = clock.GetUtcNow();
        // What has not run for as long as histories go is no news.
        var where = new Where().And("score is not null").And("time >= {}", now.AddDays(-RunDays.Window))
            .AnyOf("package", packages).AnyOf("testcase", query.Texts("testcase", Limits.Testcase));
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        if (packages is [var package])
        {
            OfPackage(where, package);
        }

        if (cursor is not null)
        {
            where.And("(score, key) < ({}, {})", (int)cursor.Time, Guid.TryParse(cursor.Key, out var key) ? key : Guid.Empty);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = where.Command(connection, $"""
            select {HistoryRows.Columns} from views.check_history
            where {where} order by score desc, key desc limit {where.Parameter(limit + 1)}
            """);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var checks = new List<CheckHistory>();
        while (await row.ReadAsync(cancellation))
        {
            checks.Add(HistoryRows.Read(row));
        }

        var page = Listing<CheckHistory>.Of(checks, limit, c => new Cursor(c.Score() ?? 0, $"{CheckHistory.Key(c.Package, c.Testcase, c.Scenario, c.Arch)}"), query.Filters(List));
        return new View(new Listing<FlakyCheck>([.. page.Items.Select(c => Flaky(c, now))], page.Next));
    }

    private static FlakyCheck Flaky(CheckHistory check, DateTimeOffset now)
    {
        var days = check.AllDays().Days;
        var (pairs, flips) = (days.Sum(d => d.Pairs), days.Sum(d => d.Flips));
        return new(
            check.Package, check.Testcase, check.Scenario, check.Arch, LastRun.Of(check.Newest, now),
            days.Sum(d => d.Counts.Sum()), pairs, flips, Histories.Share(flips, pairs) ?? 0, (check.Score() ?? 0) / 1e6);
    }

    private static Where Checks(Parameters query) => new Where()
        .AnyOf("testcase", query.Texts("testcase", Limits.Testcase)).AnyOf("scenario", query.Texts("scenario", Limits.Scenario)).AnyOf("arch", query.Words("arch"));

    private static Where OfPackage(Where where, string package)
    {
        var (first, last) = CheckHistory.Keys(package);
        return where.And("key between {} and {}", first, last);
    }

    private static async Task<Histories> OfPackageAsync(NpgsqlConnection connection, Where where, string package, CancellationToken cancellation)
    {
        OfPackage(where, package).And("package = {}", package);
        await using var command = where.Command(connection, $"select {HistoryRows.Columns} from views.check_history where {where}");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var histories = new Histories();
        while (await row.ReadAsync(cancellation))
        {
            var check = HistoryRows.Read(row);
            histories.Add(check.Testcase, check.Newest, check.AllDays());
        }

        return histories;
    }

    private static async Task<Histories> OfSubjectAsync(NpgsqlConnection connection, Where where, Subject subject, CancellationToken cancellation)
    {
        where.And("subject = {}", subject.Key());
        await using var command = where.Command(connection, $"select testcase, time, submit_time, outcome, history from views.cell where {where}");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var histories = new Histories();
        while (await row.ReadAsync(cancellation))
        {
            var newest = HistoryRows.ReadRun(row, 1);
            histories.Add(row.GetString(0), newest, HistoryRows.ReadCell(row, 4)?.Days ?? RunDays.Of(newest.Time, newest.Outcome));
        }

        return histories;
    }

    private static async Task<IReadOnlyList<TestcaseTimes>> TimesAsync(NpgsqlConnection connection, IReadOnlyList<string> testcases, CancellationToken cancellation)
    {
        var buckets = testcases.ToDictionary(Turnaround.KeyOf, _ => new List<(short Bucket, long Runs)>());
        await using var command = connection.Command("select testcase, bucket, runs from views.turnaround where testcase = any($1) order by bucket", buckets.Keys.ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            buckets[row.GetGuid(0)].Add((row.GetInt16(1), row.GetInt64(2)));
        }

        return [.. testcases.Select(t => (Name: t, Times: buckets[Turnaround.KeyOf(t)])).Select(t => t.Times.Count == 0
            ? new TestcaseTimes(t.Name, 0, null, null)
            : new TestcaseTimes(t.Name, t.Times.Sum(b => b.Runs), Turnaround.Percentile(t.Times, 0.5), Turnaround.Percentile(t.Times, 0.9)))];
    }
}
