using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>
/// Weeks of a distribution's log, filled in the database itself as if the facts had come through the door: updates of four builds, ten results for each
/// build, of packages that come again and again. Most updates are shipped, the last are open, and every second of the very last waits for one result.
/// </summary>
internal static class LongLog
{
    public const int Builds = 4;
    public const int Packages = 5_000;
    public const int Submitters = 200;

    private const int Chunk = 5_000;

    /// <summary>What asks for the results; the deadlines of the oldest are still to come.</summary>
    public static IReadOnlyDictionary<string, string> Policies { get; } = new Dictionary<string, string> { ["wide.yaml"] = $"{Shape.WidePolicy}\ntimeout: 700h\n" };

    // $1 updates in all, $2 and $3 the first and the last of this chunk. Older ones are farther apart.
    private const string Facts = """
        create temp table fact on commit drop as
        with updates as (
            select u, format('PAGES-%s', u) alias, now() - interval '20 days' * power(1 - u / $1.0, 2) - interval '1 hour' as moment,
                u > $1 * 0.98 and u % 2 = 0 waits from generate_series($2, $3) u),
        builds as (select u, b, moment, waits, format('package-%s-%s.%s-1.fc44', (u * 4 + b) % 5000, u, b) nvr from updates, generate_series(1, 4) b),
        results as (
            select moment + random() * interval '30 minutes' as moment, nvr, n, random() < 0.03 fails from builds, generate_series(0, 9) n where not (waits and b = 1 and n = 9)),
        facts as (
            select moment, 'update_recorded' type, jsonb_build_object(
                'alias', alias, 'product_version', 'wide-44', 'decision_contexts', array['push_stable'], 'builds', (select jsonb_agg(nvr order by b) from builds b where b.u = updates.u),
                'state', 'open', 'submitter', format('packager%s', u % 200), 'title', 'an update of four builds', 'time', moment, 'user_id', 'bench') data
            from updates
            union all
            select moment + interval '50 minutes', 'update_recorded', jsonb_build_object('alias', alias, 'state', 'shipped', 'time', moment + interval '50 minutes', 'user_id', 'bench')
            from updates where u <= $1 * 0.9
            union all
            select moment + again * interval '10 minutes', 'result_recorded', jsonb_build_object(
                'id', gen_random_uuid(), 'subject', jsonb_build_object('type', 'koji_build', 'id', nvr), 'testcase', format('wide.check%s', n), 'arch', 'x86_64',
                'outcome', case when fails and again = 0 then 'FAILED' else 'PASSED' end, 'submit_time', moment + again * interval '10 minutes',
                'ref_url', 'https://ci.example.org/runs/' || (random() * 1e9)::bigint, 'note', '142 checked', 'groups', array[gen_random_uuid()],
                'data', jsonb_build_object('firmware', array['uefi'], 'seconds', 38.5), 'user_id', 'bench')
            from results, generate_series(0, 1) again where again = 0 or fails)
        select row_number() over (order by moment) - 1 n, moment, type, data from facts;

        create temp table stream on commit drop as select i, 'ingest/' || gen_random_uuid() id from generate_series(0, (select max(n) / 500 from fact)) i;

        insert into gatehouse.mt_streams (id, version) select id, 500 from stream;
        insert into gatehouse.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
        select (select coalesce(max(seq_id), 0) from gatehouse.mt_events) + n + 1, gen_random_uuid(), s.id, n % 500 + 1, data, type, moment
        from fact join stream s on s.i = n / 500 order by n;
        """;

    // Nobody has to hear of the past.
    private const string Ends = """
        select setval('gatehouse.mt_events_sequence', (select max(seq_id) from gatehouse.mt_events));
        update gatehouse.fold_checkpoint set position = (select max(seq_id) from gatehouse.mt_events) where name in ('announce', 'verdicts');
        """;

    public static string Alias(int update) => $"PAGES-{update}";

    public static string Package(int update, int build) => $"package-{((update * Builds) + build) % Packages}";

    public static string Nvr(int update, int build) => $"{Package(update, build)}-{update}.{build}-1.fc44";

    /// <summary>Fills it. No service may run.</summary>
    public static async Task FillAsync(NpgsqlDataSource database, int updates, CancellationToken cancel)
    {
        for (var first = 1; first <= updates; first += Chunk)
        {
            // No parameters where there are several statements: what they would be is ours, and plain.
            await RunAsync(database, Facts.Replace("$1", $"{updates}", StringComparison.Ordinal).Replace("$2", $"{first}", StringComparison.Ordinal)
                .Replace("$3", $"{Math.Min(updates, first + Chunk - 1)}", StringComparison.Ordinal), cancel);
        }

        await RunAsync(database, Ends, cancel);
        await RunAsync(database, "vacuum analyze gatehouse.mt_events", cancel);
    }

    public static async Task RunAsync(NpgsqlDataSource database, string sql, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
