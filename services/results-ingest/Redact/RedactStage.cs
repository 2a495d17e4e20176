using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary><c>POST /api/v1/redactions</c>: an operator has a secret overwritten that got into a fact.</summary>
internal static class RedactStage
{
    public static WebApplicationBuilder AddRedact(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Redactor>();
        return builder;
    }

    public static void MapRedact(this WebApplication app) => app.MapGroup("/api/v1").MapPost("/redactions", RedactAsync)
        .RequirePermission(Permissions.Operate).RefuseUnknownParameters();

    private static async Task<IResult> RedactAsync(HttpContext context, Redactor redactor)
    {
        var (body, problem) = await PostBody.ReadAsync(context.Request);
        if (body is null)
        {
            return problem!;
        }

        var (asked, reasons) = body.IsList
            ? (null, [new Reason("", "expected one object, got a list")])
            : RedactRequest.Read(body.Messages[0]);
        if (asked is null)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "this names no text to redact", reasons);
        }

        return await Post.WithinPatienceAsync(context, async () =>
            await redactor.RedactAsync(asked, Caller.Of(context).Name, context.RequestAborted).WaitAsync(Post.Patience) switch
            {
                RedactOutcome.Redacted done => Results.Json(
                    new { asked.Kind, asked.Id, asked.Path, done.Sequence, done.Repeated },
                    statusCode: StatusCodes.Status202Accepted),
                RedactOutcome.NoSuchFact => Problem.Of(
                    StatusCodes.Status404NotFound, $"There is no such {asked.Kind.ToString().ToLowerInvariant()}."),
                _ => Problem.Of(StatusCodes.Status422UnprocessableEntity, "this names no text to redact",
                    [new Reason("path", NoText(asked.Kind))]),
            });
    }

    /// <summary>What a path may name.</summary>
    public static string NoText(RedactedKind kind) => kind switch
    {
        RedactedKind.Result => "expected a text that the result has: note, ref_url, testcase_ref_url, groups[N], data, "
            + "or a value in data (data.console[2]); what names a result or decides cannot be redacted",
        RedactedKind.Waiver => $"expected {Redaction.Comment}: nothing else of a waiver can be redacted",
        _ => $"expected {Redaction.Body}: a rejection's body is redacted as a whole",
    };
}
