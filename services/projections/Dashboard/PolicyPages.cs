using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary><c>/policies</c>: what gating says is in force.</summary>
internal sealed class PolicyPages(HttpClient gating)
{
    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query);
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        try
        {
            return new Page<PoliciesPage>((await gating.GetFromJsonAsync<PoliciesView>("/api/v1/policies", Json.Wire, cancellation))!);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return Problem.Unavailable("Policies are told by gating, which does not answer in time. Try again in a moment.");
        }
    }
}
