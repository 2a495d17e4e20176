using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.Gating;

/// <summary>
/// Notes in the log that a waiver's time is over, once for each (rule 14). From that note on it does not match; no timer that a restart forgets.
/// </summary>
public sealed class WaiverWatch(IDocumentStore store, NpgsqlDataSource database) : ILeaderWork
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private const string Due = "not noted and expires <= now()";

    private const int Page = 500;

    public string Name => "waivers";

    public async Task RunAsync(CancellationToken leading)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(leading))
        {
            while (await NoteAsync(leading) == Page)
            {
                // More are due.
            }
        }
    }

    private async Task<int> NoteAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await connection.ReadAsync<bool>($"select exists (select from gating.waiver_expiry where {Due})", cancellation))
        {
            return 0;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Of two that both believe to lead one waits here, and finds it noted.
        await Checkpoint.HoldAsync(connection, Gates.FoldName, cancellation);
        var due = new List<WaiverExpired>();
        await using (var command = connection.Command(
            $"""
            update gating.waiver_expiry set noted = true
            where waiver in (select waiver from gating.waiver_expiry where {Due} order by expires limit {Page} for update)
            returning waiver, subject_type, subject_id, testcase
            """))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                due.Add(new WaiverExpired(reader.GetGuid(0), new Subject(reader.GetString(1), reader.GetString(2)), reader.GetString(3)));
            }
        }

        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        foreach (var expired in due)
        {
            var e = session.Events.BuildEvent(expired);
            e.Id = expired.EventId();
            session.Events.Append(Streams.Waivers(expired.Subject), e);
        }

        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return due.Count;
    }
}
