using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>When all that was sent has had all its consequences.</summary>
internal sealed class CatchUp(NpgsqlDataSource database, Senders senders, Ear ear)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private const string Sql = """
        select
            (select count(*) from gatehouse.mt_events
                where type in ('result_recorded', 'update_recorded', 'waiver_recorded', 'message_rejected')),
            (select count(*) from gatehouse.mt_events
                where type in ('result_recorded', 'message_rejected')
                    or type like 'gate\_%' and type <> 'gate_released'),
            (select coalesce(max(seq_id), 0) from gatehouse.mt_events),
            (select min(position) from gatehouse.fold_checkpoint where name in ('views', 'gates')),
            (select count(*) from gating.gate where waiting and deadline < now()),
            (select count(*) from gating.gate where waiting and deadline < $1),
            (select count(*) from gating.waiver_expiry where not noted)
        """;

    private string behind = "";

    /// <summary>Everything sent is recorded, folded and heard, and no deadline is overdue.</summary>
    public Task NowAsync() => UntilAsync(DateTimeOffset.MinValue, awaitWaivers: false, "all is caught up with");

    /// <summary>Likewise, and no waiver ends any more, and no gate waits for a deadline before that time.</summary>
    public Task TimesAsync(DateTimeOffset until) =>
        UntilAsync(until, awaitWaivers: true, "the last times have come and been acted on");

    /// <summary>What is missing, in one line.</summary>
    public string Behind => behind;

    private Task UntilAsync(DateTimeOffset deadlines, bool awaitWaivers, string what) =>
        Eventually.TrueAsync(() => IsDoneAsync(deadlines, awaitWaivers), what, Patience);

    private async Task<bool> IsDoneAsync(DateTimeOffset deadlines, bool awaitWaivers)
    {
        try
        {
            await using var command = database.CreateCommand(Sql);
            command.Parameters.Add(new() { Value = deadlines.ToUniversalTime() });
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            var (kept, said, last, folded) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
            var (overdue, soon, waivers) = (row.GetInt64(4), row.GetInt64(5), row.GetInt64(6));
            var wanted = senders.Sent.Count(s => s.IsKept);
            behind = $"all of {senders.Sent.Count} confirmed: {senders.AllConfirmed}; {kept} of {wanted} kept; "
                + $"folds at {folded} of {last}; {ear.Different} of {said} messages heard; "
                + $"{overdue} gates overdue, {soon} soon, {waivers} waivers to end";
            return senders.AllConfirmed && kept >= wanted && folded == last && ear.Different >= said && overdue == 0
                && soon == 0 && (!awaitWaivers || waivers == 0);
        }
        catch (NpgsqlException e)
        {
            behind = e.Message;
            return false;
        }
    }
}
