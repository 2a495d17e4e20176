using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Takes a redacted text out of what gates have said (rule 17): the links of results in <c>unsatisfied</c>, the comments
/// of waivers in <c>waived</c>. Gates say nothing of it from here on, so nothing of it is left in the log.
/// </summary>
internal static class RedactedStatements
{
    public static Task SaveAsync(NpgsqlConnection connection, FactRedacted redacted, CancellationToken cancellation) =>
        redacted switch
        {
            { Kind: RedactedKind.Result, Path: Redaction.RefUrl } => OverwriteAsync(
                connection, Ids.Event(Kinds.Result, redacted.Fact), ("unsatisfied", "result_id", "ref_url"),
                redacted.Fact, cancellation),
            { Kind: RedactedKind.Waiver } => OverwriteAsync(
                connection, Ids.Event(Kinds.Waiver, redacted.Fact), ("waived", "waiver_id", "comment"),
                redacted.Fact, cancellation),
            _ => Task.CompletedTask,
        };

    // No gate can have spoken of a fact before it was in the log.
    private static async Task OverwriteAsync(
        NpgsqlConnection connection, Guid fact, (string List, string Id, string Text) what, Guid id,
        CancellationToken cancellation)
    {
        await using var command = connection.Command(
            $$"""
            update gatehouse.mt_events e set data = jsonb_set(e.data, '{statement,{{what.List}}}', (
                select jsonb_agg(case when item ->> '{{what.Id}}' = $2 then item || $3::jsonb else item end order by place)
                from jsonb_array_elements(e.data -> 'statement' -> '{{what.List}}') with ordinality as items (item, place)))
            where e.seq_id > (select f.seq_id from gatehouse.mt_events f where f.id = $1) and e.type = any($4)
                and e.data -> 'statement' -> '{{what.List}}' @> $5::jsonb
            """,
            fact, id.ToString("D"), $$"""{ "{{what.Text}}": "{{Redaction.Text}}" }""",
            StoredEvents.OfGates.Select(StoredEvents.NameOf).ToArray(), $$"""[{ "{{what.Id}}": "{{id:D}}" }]""");
        // All that was recorded since is read: of a fact of years ago that takes minutes, and a fold that gave up would
        // only begin again.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
