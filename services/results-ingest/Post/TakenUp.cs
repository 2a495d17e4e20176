using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Whether definitions of updates were taken up (rule 9), by what the log holds: the newest time wins, of equal time a
/// closing, else the one recorded later. It is asked of the log itself, so that no table beside it has to be kept true.
/// </summary>
internal sealed class TakenUp([FromKeyedServices(LogDatabase.Key)] NpgsqlDataSource log)
{
    // Looked for first: "if not exists" waits for all who write before it looks.
    public static readonly OwnTables Tables = new("ingest", """
        do $$ begin
            if to_regclass('gatehouse.update_recorded_alias') is null then
                create index update_recorded_alias on gatehouse.mt_events ((data ->> 'alias'))
                where type = 'update_recorded';
            end if;
        end $$
        """);

    // A time ahead of arrival counts as arrival.
    private const string Sql = """
        select data ->> 'alias', seq_id, least((data ->> 'time')::timestamptz, timestamp), data ->> 'state' <> 'open'
        from gatehouse.mt_events where type = 'update_recorded' and data ->> 'alias' = any($1)
        """;

    /// <summary>
    /// For each of these, whether it was taken up; of one that was on record before, whether it is what holds now.
    /// </summary>
    public async Task<IReadOnlyList<bool>> OfAsync(
        IReadOnlyList<Receipt.Recorded> definitions, CancellationToken cancellation)
    {
        var known = new List<Definition>();
        await using var connection = await log.OpenConnectionAsync(cancellation);
        var aliases = definitions.Select(AliasOf).Distinct(StringComparer.Ordinal).ToArray();
        await using var command = connection.Command(Sql, (object)aliases);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            known.Add(new Definition(
                row.GetString(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), row.GetBoolean(3)));
        }

        var byAlias = known.ToLookup(definition => definition.Alias, StringComparer.Ordinal);
        return [.. definitions.Select(definition =>
            IsTakenUp([.. byAlias[AliasOf(definition)]], definition.Sequence, definition.Repeated))];
    }

    /// <summary>By all that is known of one update.</summary>
    /// <param name="definitions">Its definitions and closings.</param>
    /// <param name="sequence">That of the one in question, which is among them.</param>
    /// <param name="now">Whether what was recorded after it counts as well.</param>
    public static bool IsTakenUp(IReadOnlyList<Definition> definitions, long sequence, bool now) =>
        definitions.Where(definition => now || definition.Sequence <= sequence)
            .MaxBy(definition => (definition.Time, definition.Closes, definition.Sequence))?.Sequence == sequence;

    private static string AliasOf(Receipt.Recorded definition) => ((UpdateRecorded)definition.Event).Alias;
}

/// <summary>What decides between an update's definitions.</summary>
/// <param name="Time">As it is compared.</param>
internal sealed record Definition(string Alias, long Sequence, DateTimeOffset Time, bool Closes);
