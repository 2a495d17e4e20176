using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Counters as rows of <c>verdict_count</c> and <c>result_rate</c>.</summary>
internal static class CounterRows
{
    private const string SaveVerdicts = """
        insert into verdict_count as known (day, verdict, times) select * from unnest($1, $2, $3)
        on conflict (day, verdict) do update set times = known.times + excluded.times
        """;

    // The newest ten seconds of a slot count, whatever came before.
    private const string SaveRates = """
        insert into result_rate as known (slot, tens, results) select * from unnest($1, $2, $3)
        on conflict (slot) do update set (tens, results) = (excluded.tens, excluded.results + case when known.tens = excluded.tens then known.results else 0 end)
        where known.tens <= excluded.tens
        """;

    /// <summary>The statements that save what a page adds.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Commands(Counters counters)
    {
        if (counters.Verdicts is { Count: > 0 } verdicts)
        {
            yield return Rows.Command(
                SaveVerdicts, verdicts.Keys.Select(v => v.Day).ToArray(), verdicts.Keys.Select(v => v.Verdict).ToArray(), verdicts.Values.ToArray());
        }

        if (counters.Rates is { Count: > 0 } rates)
        {
            yield return Rows.Command(
                SaveRates, rates.Keys.ToArray(), rates.Values.Select(r => r.Tens).ToArray(), rates.Values.Select(r => r.Results).ToArray());
        }
    }
}
