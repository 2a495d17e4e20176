using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary><c>POST /api/v1/policies/backtest?since=&amp;until=&amp;no_policy=</c>: the draft is the body, the answer a <see cref="BacktestReport"/>.</summary>
internal sealed class BacktestEndpoint(Backtest backtest, PolicyFolder folder, PoliciesInForce inForce, TimeProvider clock)
{
    public async Task<IResult> RunAsync(HttpRequest request, CancellationToken cancellation)
    {
        var (file, refused) = await PostedDraft.OfAsync(request, cancellation);
        if (file is null)
        {
            return refused!;
        }

        var parameters = request.Query.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
        var (range, errors) = BacktestRange.Read(parameters, folder.Settings.NoPolicy, clock.GetUtcNow());
        if (range is null)
        {
            return Results.Problem(
                string.Join("; ", errors.Select(e => $"{e.Field}: {e.Message}")), title: "The request is malformed", statusCode: StatusCodes.Status400BadRequest,
                extensions: [new("errors", errors)]);
        }

        var (draft, mistakes) = PolicyReader.Read(
            [file], folder.Settings with { NoPolicy = range.NoPolicy }, (await inForce.NewestAsync(cancellation))?.Vocabulary);
        return draft is null ? PolicyEndpoints.Refused(mistakes)
            : await backtest.RunAsync(draft, range.Since, range.Until, cancellation) is { } report ? Results.Json(report, Json.Wire)
            : Results.Problem("Views or gates lag behind the log: there is nothing to compare with yet.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
