using System.Diagnostics;
using Gatehouse.Hosting;
using Trace = Gatehouse.Hosting.Trace;

namespace Gatehouse.ResultsIngest;

/// <summary>Takes one request: its messages through the door and into the log, and back an answer that says what became of each.</summary>
internal sealed class Post(
    Reception reception, Recorder recorder, RecordQueue queue, TakenUp takenUp, TimeProvider clock)
{
    /// <summary>How long a request is held in an outage before it is told to come again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IResult> TakeAsync(string kind, HttpContext context)
    {
        var (body, problem) = await PostBody.ReadAsync(context.Request);
        if (body is null)
        {
            return problem!;
        }

        var now = clock.GetUtcNow();
        var caller = Caller.Of(context);
        var deliveries = body.Messages.Select(message => new Delivery(kind, message, now)
        {
            UserId = caller.Name,
            TraceParent = TraceParent(context.Request),
        }).ToList();

        return await WithinPatienceAsync(context, async () =>
        {
            var arrivals = await reception.ReceiveAsync(deliveries, context.RequestAborted).WaitAsync(Patience);
            // The waiver of somebody else is refused as if it were invalid, so that its neighbours in a list are taken.
            var forbidden = arrivals.Select(arrival => OtherNames.Refuse(arrival, caller)).ToList();
            // What is refused as a whole does not go into the log, so it has nothing to wait for.
            var receipts = arrivals.All(arrival => arrival.Admission is Admission.Refused)
                ? await recorder.RecordAsync(arrivals, context.RequestAborted)
                : await queue.RecordAsync(arrivals, context.RequestAborted).WaitAsync(Patience);
            var answers = arrivals.Zip(receipts, PostAnswer.Of).Select((answer, index) => answer with
            {
                Index = index,
                Status = forbidden[index] ? StatusCodes.Status403Forbidden : answer.Status,
            }).ToList();
            if (kind == Kinds.Update)
            {
                answers = await SayTakenUpAsync(answers, receipts, context.RequestAborted);
            }

            return body.IsList ? AnswerList(answers) : AnswerOne(kind, answers[0]);
        });
    }

    private async Task<List<PostAnswer>> SayTakenUpAsync(
        List<PostAnswer> answers, IReadOnlyList<Receipt> receipts, CancellationToken cancellation)
    {
        var recorded = receipts.OfType<Receipt.Recorded>().ToList();
        var said = new Queue<bool>(recorded.Count == 0 ? [] : await takenUp.OfAsync(recorded, cancellation));
        return [.. answers.Zip(receipts, (answer, receipt) =>
            new DefinitionAnswer(answer, receipt is Receipt.Recorded ? said.Dequeue() : null))];
    }

    /// <summary>Records and answers; in an outage whoever asks is told to come again.</summary>
    public static async Task<IResult> WithinPatienceAsync(HttpContext context, Func<Task<IResult>> record)
    {
        try
        {
            return await record();
        }
        catch (OutdatedException e)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.RetryAfter = "1";
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "the store is away; send it again: with the same id nothing is recorded twice");
        }
    }

    private static IResult AnswerOne(string kind, PostAnswer answer) => answer.Status switch
    {
        StatusCodes.Status202Accepted when answer is DefinitionAnswer definition =>
            Results.Json(new { answer.Id, answer.SourceId, answer.Sequence, answer.Repeated, definition.TakenUp },
                statusCode: answer.Status),
        StatusCodes.Status202Accepted => Results.Json(new { answer.Id, answer.SourceId, answer.Sequence, answer.Repeated }, statusCode: answer.Status),
        StatusCodes.Status409Conflict => Problem.Of(answer.Status, $"the {kind} {answer.Id} is on record with other content", answer.Reasons),
        StatusCodes.Status403Forbidden => Problem.Of(answer.Status, answer.Reasons[0].Message, answer.Reasons),
        _ => Problem.Of(answer.Status, $"this is no valid {kind}", answer.Reasons),
    };

    private static IResult AnswerList(List<PostAnswer> answers)
    {
        var taken = answers.Count(answer => answer.Status == StatusCodes.Status202Accepted);
        var status = taken == answers.Count ? StatusCodes.Status202Accepted
            : taken > 0 ? StatusCodes.Status207MultiStatus
            : StatusCodes.Status422UnprocessableEntity;
        // As objects: each is written as what it is.
        return Results.Json(new { Items = answers.Cast<object>(), Sequence = answers.Max(answer => answer.Sequence) },
            statusCode: status);
    }

    /// <summary>With spans collected, the request's own, which continues the client's; else the client's as it came.</summary>
    public static string? TraceParent(HttpRequest request) => Trace.Source.HasListeners() && Activity.Current?.Id is { } own ? own
        : request.Headers.TraceParent.ToString() is var text && ActivityContext.TryParse(text, null, out _) ? text
        : null;
}
