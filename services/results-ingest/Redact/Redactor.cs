using System.Text.Json;
using Gatehouse.Hosting;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Overwrites a text of a recorded fact that held a secret (rule 17), and says so in the log, in one transaction. So
/// whatever reads the log from then on, a view, a replay or a rebuild, finds <see cref="Redaction.Text"/>; gating
/// follows that event and overwrites what gates keep and have said of it.
/// </summary>
internal sealed class Redactor(IDocumentStore store, NpgsqlDataSource database)
{
    private const string Overwrite = "update gatehouse.mt_events set data = $2::jsonb where id = $1";
    private const string OverwriteBody = "update ingest.rejection_body set body = $2 where id = $1 and gone_at is null";

    /// <summary>Redacts it, unless that was done before.</summary>
    /// <param name="by">The HTTP identity; null where nobody vouched.</param>
    public async Task<RedactOutcome> RedactAsync(RedactRequest asked, string? by, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await LogVersion.RaiseAsync(connection, cancellation);
        var id = FactEvent(asked.Kind, asked.Id);
        // Held until the end: of two that redact one fact each sees what the other has done.
        if (await EventAsync(connection, id, cancellation) is not { } fact)
        {
            return new RedactOutcome.NoSuchFact();
        }

        var done = await connection.ReadAsync<long?>("select seq_id from gatehouse.mt_events where id = $1", cancellation,
            FactRedacted.EventIdOf(asked.Kind, asked.Id, asked.Path));
        if (done is { } before)
        {
            return new RedactOutcome.Redacted(before, Repeated: true);
        }

        if (Without(fact, asked.Path) is not { } without)
        {
            return new RedactOutcome.NoSuchText();
        }

        await connection.RunAsync(Overwrite, cancellation, id, JsonSerializer.Serialize(without, without.GetType(), Json.Stored));
        if (asked.Kind == RedactedKind.Rejection)
        {
            await connection.RunAsync(OverwriteBody, cancellation, asked.Id, "redacted"u8.ToArray());
        }

        var said = EventOf(asked, fact, by);
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        var e = session.Events.BuildEvent(said);
        e.Id = said.EventId();
        session.Events.StartStream(Streams.Ingest(Guid.CreateVersion7()), e);
        e.DotNetTypeName = "";
        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new RedactOutcome.Redacted(e.Sequence, Repeated: false);
    }

    private static Guid FactEvent(RedactedKind kind, Guid id) => kind switch
    {
        RedactedKind.Result => Ids.Event(Kinds.Result, id),
        RedactedKind.Waiver => Ids.Event(Kinds.Waiver, id),
        RedactedKind.Rejection => id,
        _ => throw new InvalidOperationException($"nothing is redacted in a {kind}"),
    };

    private static async Task<object?> EventAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            "select type, data from gatehouse.mt_events where id = $1 for update", id);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? KnownEvents.Read(row.GetString(0), row.GetString(1)) : null;
    }

    private static object? Without(object fact, string path) => fact switch
    {
        ResultRecorded result => Redaction.Of(result, path),
        WaiverRecorded waiver => Redaction.Of(waiver, path),
        MessageRejected rejected => Redaction.Of(rejected, path),
        _ => null,
    };

    private static FactRedacted EventOf(RedactRequest asked, object fact, string? by)
    {
        var (subjects, testcase) = fact switch
        {
            ResultRecorded result => (result.Subjects.ToList(), result.Testcase),
            WaiverRecorded waiver => ([waiver.Subject], waiver.Testcase),
            _ => (null, (string?)null),
        };
        return new FactRedacted
        {
            Kind = asked.Kind,
            Fact = asked.Id,
            Path = asked.Path,
            Subjects = subjects,
            Testcase = testcase,
            Reason = asked.Reason,
            UserId = by,
        };
    }
}

/// <summary>What became of a request to redact a text.</summary>
internal abstract record RedactOutcome
{
    private RedactOutcome()
    {
    }

    /// <summary>It is overwritten.</summary>
    /// <param name="Sequence">A read that waits for this place in the log shows it redacted wherever it is shown.</param>
    /// <param name="Repeated">It was before.</param>
    internal sealed record Redacted(long Sequence, bool Repeated) : RedactOutcome;

    /// <summary>Nothing of that kind has that id.</summary>
    internal sealed record NoSuchFact : RedactOutcome;

    /// <summary>The fact has no such text, or it is one that names the fact or decides.</summary>
    internal sealed record NoSuchText : RedactOutcome;
}
