using Npgsql;

namespace Gatehouse.Benchmarks;

/// <summary>
/// A log filled in one go, in the database itself, as if the facts had come through the door: updates of ten builds, five results for each build,
/// those of a hundred updates mixed.
/// </summary>
internal static class FilledLog
{
    private const int ResultsOfUpdate = 50;

    private const string Fill = """
        create temp table fact on commit drop as
        with updates as (select u, format('BENCH-%s', u) alias, u / 100 round from generate_series(1, $1) u),
        builds as (select u, round, format('package%s-%s-1.%s-1.fc44', b, u, u % 10) nvr from updates, generate_series(1, 10) b),
        checks (testcase, arch) as (
            values ('dist.depcheck', 'x86_64'), ('dist.depcheck', 'i386'), ('dist.depcheck', 'armhfp'), ('dist.upgradepath', 'noarch'), ('dist.rpmlint', null)),
        results as (select round, random() place, nvr, testcase, arch, random() < 0.03 fails from builds, checks),
        facts as (
            select round, -1 place, 'update_recorded' type, jsonb_build_object(
                'alias', alias, 'product_version', $2, 'decision_contexts', array[$3], 'builds', (select jsonb_agg(nvr) from builds b where b.u = updates.u),
                'state', 'open', 'submitter', 'bench', 'title', 'an update of ten builds', 'time', now(), 'user_id', 'bench') as data
            from updates
            union all
            select round, place + again, 'result_recorded', jsonb_strip_nulls(jsonb_build_object(
                'id', gen_random_uuid(), 'subject', jsonb_build_object('type', 'koji_build', 'id', nvr), 'testcase', testcase, 'arch', arch,
                'outcome', case when fails and again = 0 then 'FAILED' else 'PASSED' end, 'submit_time', now() + again * interval '1 minute',
                'ref_url', 'https://ci.example.org/runs/' || (random() * 1e9)::bigint, 'note', '142 checked', 'groups', array[gen_random_uuid()],
                'data', jsonb_build_object('firmware', array['uefi'], 'seconds', 38.5), 'user_id', 'bench'))
            from results, generate_series(0, 1) again where again = 0 or fails)
        select row_number() over (order by round, place) - 1 n, type, data from facts;

        create temp table stream on commit drop as select i, 'ingest/' || gen_random_uuid() id from generate_series(0, (select max(n) / 500 from fact)) i;
        """;

    private const string Append = """
        insert into gatehouse.mt_streams (id, version) select id, 500 from stream;
        insert into gatehouse.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
        select (select coalesce(max(seq_id), 0) from gatehouse.mt_events) + n + 1, gen_random_uuid(), s.id, n % 500 + 1, data, type, clock_timestamp()
        from fact join stream s on s.i = n / 500 order by n;
        select setval('gatehouse.mt_events_sequence', (select max(seq_id) from gatehouse.mt_events));
        """;

    public static async Task FillAsync(NpgsqlDataSource database, int results, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // No parameters where there are several statements: what they would be is ours, and plain.
        var fill = Fill.Replace("$1", $"{Math.Max(1, results / ResultsOfUpdate)}", StringComparison.Ordinal)
            .Replace("$2", $"'{Target.ProductVersion}'", StringComparison.Ordinal).Replace("$3", $"'{Target.DecisionContext}'", StringComparison.Ordinal);
#pragma warning disable CA2100 // See above.
        await using var command = new NpgsqlCommand(fill + Append, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Whether all folds and publishers have come to the end of the log.</summary>
    public static async Task<bool> IsFoldedAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select count(*) = 3 from gatehouse.fold_checkpoint where name in ('views', 'gates', 'announce') and position = (select max(seq_id) from gatehouse.mt_events)");
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    public static async Task<long> CountAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select count(*) from gatehouse.mt_events");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
