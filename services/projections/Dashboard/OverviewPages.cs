using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What the first page shows.</summary>
/// <param name="Figures">How everything stands.</param>
/// <param name="Longest">The updates that have waited longest.</param>
/// <param name="Latest">What gates have said last.</param>
public sealed record OverviewView(Overview Figures, IReadOnlyList<UpdateSummary> Longest, IReadOnlyList<GateStatement> Latest);

/// <summary><c>/</c>: how everything stands, for a screen on the wall.</summary>
internal sealed class OverviewPages(Overviews overviews, WaitingFirst waiting, LatestVerdicts verdicts)
{
    private const int Shown = 8;

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query);
        return query.Errors.Count > 0
            ? Problem.BadRequest(query.Errors)
            : new Page<OverviewPage>(new OverviewView(
                (await overviews.NowAsync(cancellation)).Content, await waiting.LongestAsync(Shown, cancellation), await verdicts.ReadAsync(Shown, cancellation)));
    }
}
