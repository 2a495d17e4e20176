using System.Globalization;
using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// An operator settles a rejection: has its body brought to the same door again, or discards it. What is recorded says so once, in the
/// transaction of the fact that a retried message becomes; whoever asks again, or at the same time, is answered what was done.
/// </summary>
internal sealed class Settle(
    KeptRejections rejections, Door door, LexiconInForce lexicon, RecordQueue queue, Access access, TimeProvider clock)
{
    /// <summary>What its own events are counted as: they are no kind of message.</summary>
    private const string Kind = "rejection";

    public Task<IResult> RetryAsync(string id, HttpContext context) =>
        SettleAsync(id, RejectionState.Retried, context, async kept =>
    {
        // It is what it was when it came, by type, cell and id; an outcome may have been declared since.
        var words = (await lexicon.NewestAsync(context.RequestAborted)).WithTypesOf(kept.Words);
        var arrival = door.Receive(kept.Again(clock.GetUtcNow(), Post.TraceParent(context.Request)), words);
        return arrival.Admission is Admission.Admitted fact
            ? new Arrival(arrival.Delivery, fact) { Settlement = Settlement(kept, RejectionState.Retried, fact.EventId, context) }
            : arrival;
    });

    public Task<IResult> DiscardAsync(string id, HttpContext context) => SettleAsync(id, RejectionState.Discarded, context, kept =>
    {
        var settlement = Settlement(kept, RejectionState.Discarded, null, context);
        var delivery = new Delivery(Kind, [], clock.GetUtcNow()) { TraceParent = Post.TraceParent(context.Request) };
        return Task.FromResult(new Arrival(delivery, new Admission.Admitted(settlement.EventId(), settlement)));
    });

    private async Task<IResult> SettleAsync(
        string text, RejectionState wanted, HttpContext context, Func<KeptRejection, Task<Arrival>> arrive)
    {
        var (caller, refusal) = (Caller.Of(context), access.Refusal(context, Permissions.Operate));
        // Who brought a message may settle it, if anybody vouches for both of them.
        var owns = caller.Name is not null && caller.May(Permissions.Publish);
        if (refusal is not null && !owns)
        {
            return refusal;
        }

        if (!Guid.TryParseExact(text, "D", out var id) || await rejections.FindAsync(id, context.RequestAborted) is not { } kept)
        {
            return Problem.Of(StatusCodes.Status404NotFound, "There is no such rejection.", []);
        }

        if (refusal is not null && kept.Rejected.UserId != caller.Name)
        {
            return refusal;
        }

        if (kept.Settlement is not null)
        {
            return Answer(kept, wanted, repeated: true);
        }

        if (wanted == RejectionState.Retried && kept.Rejected.Redacted is not null)
        {
            return Problem.Of(
                StatusCodes.Status409Conflict, "its body was redacted: it cannot be sent again, only discarded");
        }

        if (wanted == RejectionState.Retried && kept.Rejected.Truncated)
        {
            return Problem.Of(StatusCodes.Status409Conflict, string.Create(CultureInfo.InvariantCulture,
                $"only the first {Limits.KeptOfOversize} of its {kept.Rejected.Size} bytes are kept: it cannot be sent again, only discarded"));
        }

        if (wanted == RejectionState.Retried && kept.Gone is { } gone)
        {
            return Problem.Of(
                StatusCodes.Status409Conflict, $"{gone.Said}: it cannot be sent again, only discarded");
        }

        var arrival = await arrive(kept);
        if (arrival.Admission is Admission.Refused refused)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, $"this is still no valid {kept.Rejected.Kind}", refused.Reasons);
        }

        return await Post.WithinPatienceAsync(context, async () =>
        {
            var receipt = (await queue.RecordAsync([arrival], context.RequestAborted).WaitAsync(Post.Patience)).Single();
            // Somebody else may have been first: what is in the log is answered, not what was meant.
            var settled = (await rejections.FindAsync(id, context.RequestAborted))!;
            return (settled.Settlement, receipt) switch
            {
                (not null, _) => Answer(settled, wanted, repeated: receipt is not Receipt.Recorded { Repeated: false }),
                (null, Receipt.Refused { IsConflict: true } conflict) => Problem.Of(StatusCodes.Status409Conflict, $"the {kept.Rejected.Kind} that it would become is on record with other content", conflict.Reasons),
                (null, Receipt.Refused other) => Problem.Of(StatusCodes.Status422UnprocessableEntity, $"this is still no valid {kept.Rejected.Kind}", other.Reasons),
                _ => throw new InvalidOperationException($"the settlement of {id} is recorded and not to be found"),
            };
        });
    }

    private static RejectionSettled Settlement(KeptRejection kept, RejectionState state, Guid? fact, HttpContext context) => new()
    {
        Id = kept.Rejected.Id,
        Kind = kept.Rejected.Kind,
        State = state,
        Fact = fact,
        About = kept.Rejected.About,
        UserId = Caller.Of(context).Name,
    };

    private static IResult Answer(KeptRejection kept, RejectionState wanted, bool repeated)
    {
        var (settled, sequence, at) = kept.Settlement!.Value;
        if (settled.State != wanted)
        {
            return Problem.Of(StatusCodes.Status409Conflict,
                $"it was {settled.State.ToString().ToLowerInvariant()} at {TimeConverter.Text(at)}{(settled.UserId is { } who ? $" by {who}" : "")}, and that is final");
        }

        var fact = kept.Fact is { } entry ? SettledFact.Of(entry) : null;
        return Results.Json(
            new { settled.Id, settled.State, SettledAt = at, settled.UserId, Fact = fact, sequence, repeated },
            statusCode: wanted == RejectionState.Retried ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }
}

/// <summary>The fact that a retried message became, as a post of it would have been answered.</summary>
internal sealed record SettledFact(Guid Id, string? SourceId, long Sequence)
{
    public static SettledFact Of(LogEntry entry)
    {
        var (id, source) = PostAnswer.Name(entry.Id, entry.Event);
        return new SettledFact(id!.Value, source, entry.Sequence);
    }
}
