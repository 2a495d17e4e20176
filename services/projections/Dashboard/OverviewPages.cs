using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What the first page shows.</summary>
/// <param name="Figures">How everything stands.</param>
/// <param name="Longest">The updates that have waited longest.</param>
/// <param name="Latest">What gates have said last.</param>
public sealed record OverviewView(Overview Figures, IReadOnlyList<UpdateSummary> Longest, IReadOnlyList<GateStatement> Latest);

/// <summary><c>/</c>: how everything stands, for screens on many walls: what it shows is read once a second for all of them.</summary>
internal sealed class OverviewPages(Overviews overviews, WaitingFirst waiting, LatestVerdicts verdicts, TimeProvider clock) : IDisposable
{
    private const int Shown = 8;
    private readonly Fresh<OverviewView> current = new(clock, TimeSpan.FromSeconds(1));

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query);
        return query.Errors.Count > 0
            ? Problem.BadRequest(query.Errors)
            : new Page<OverviewPage>(await current.NowAsync(ReadAsync, cancellation));
    }

    public void Dispose() => current.Dispose();

    private async Task<OverviewView> ReadAsync(OverviewView? before, CancellationToken cancellation) =>
        new((await overviews.NowAsync(cancellation)).Content, await waiting.LongestAsync(Shown, cancellation), await verdicts.ReadAsync(Shown, cancellation));
}
