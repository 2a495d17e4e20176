using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>When all that was sent has had all its consequences.</summary>
internal sealed class CatchUp(NpgsqlDataSource database, Senders senders, Ear ear)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private const string Sql = """
        select
            (select count(*) from gatehouse.mt_events where type in ('result_recorded', 'update_recorded', 'waiver_recorded')),
            (select count(*) from gatehouse.mt_events where type = 'result_recorded' or type = 'message_rejected' or type like 'gate\_%'),
            (select coalesce(max(seq_id), 0) from gatehouse.mt_events),
            (select min(position) from gatehouse.fold_checkpoint where name in ('views', 'gates')),
            (select count(*) from gating.gate where waiting and deadline < now()),
            (select count(*) from gating.gate where waiting and deadline < now() + interval '5 minutes')
        """;

    private string behind = "";

    /// <summary>Everything sent is recorded, folded and heard, and no deadline is overdue.</summary>
    public Task NowAsync() => Eventually.TrueAsync(() => IsDoneAsync(awaitDeadlines: false), "all is caught up with", Patience);

    /// <summary>Likewise, and there is no deadline to come soon that could change anything.</summary>
    public Task DeadlinesAsync() => Eventually.TrueAsync(() => IsDoneAsync(awaitDeadlines: true), "the last deadlines have passed and been acted on", Patience);

    /// <summary>What is missing, in one line.</summary>
    public string Behind => behind;

    private async Task<bool> IsDoneAsync(bool awaitDeadlines)
    {
        try
        {
            await using var command = database.CreateCommand(Sql);
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            var (facts, said, last, folded, overdue, soon) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
            behind = $"{senders.Sent.Count} sent, all confirmed: {senders.AllConfirmed}; {facts} recorded; folds at {folded} of {last}; {ear.Different} of {said} messages heard; {overdue} gates overdue, {soon} soon";
            return senders.AllConfirmed && facts >= senders.Sent.Count && folded == last && ear.Different >= said && overdue == 0 && (!awaitDeadlines || soon == 0);
        }
        catch (NpgsqlException e)
        {
            behind = e.Message;
            return false;
        }
    }
}
