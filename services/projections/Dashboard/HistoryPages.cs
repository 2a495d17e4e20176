using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Projections;

/// <summary>What <c>/history</c> shows.</summary>
/// <param name="History">By day, as <c>/api/v1/history</c> counts it; null where no one subject or package was asked for.</param>
/// <param name="Runs">One by one, as <c>/api/v1/results</c> lists them; none of a package.</param>
public sealed record HistoryPageView(HistoryView? History, Listing<ResultMessage> Runs);

/// <summary><c>/history</c>: the runs of one check by day, and of a build also one by one, newest first; without a check the way to name one.</summary>
internal static class HistoryPages
{
    private static readonly Listing<ResultMessage> None = new([], null);

    // What a history can be asked by; a list of runs has more filters.
    private static readonly string[] OfHistory = ["subject_type", "subject", "testcase", "scenario", "arch", "limit", "cursor", AfterSequence.Parameter];

    public static async Task<IResult> ReadAsync(
        HttpContext context, [FromServices] ResultEndpoints results, [FromServices] HistoryEndpoints histories, CancellationToken cancellation)
    {
        var query = context.Request.Query;
        if (!query.Keys.Any(k => k != AfterSequence.Parameter))
        {
            return new Page<HistoryPage>(new HistoryPageView(null, None));
        }

        if (query.ContainsKey("package"))
        {
            return await histories.ReadAsync(context, cancellation) is var answer && answer is View { Content: HistoryView ofPackage }
                ? new Page<HistoryPage>(new HistoryPageView(ofPackage, None))
                : answer;
        }

        if (await results.SearchAsync(context, cancellation) is var found && found is not View { Content: Listing<ResultMessage> })
        {
            return found;
        }

        var runs = (Listing<ResultMessage>)((View)found).Content;
        return new Page<HistoryPage>(new HistoryPageView(await OfSubjectAsync(context, histories, cancellation), runs));
    }

    private static async Task<HistoryView?> OfSubjectAsync(HttpContext context, HistoryEndpoints histories, CancellationToken cancellation)
    {
        var query = context.Request.Query;
        if (query["subject"].Count != 1 || query["subject_type"].Count > 1 || query.Keys.Except(OfHistory).Any())
        {
            return null;
        }

        // A page of a list is no part of a history's question.
        context.Request.Query = new QueryCollection(query.Where(p => p.Key is not ("limit" or "cursor")).ToDictionary(p => p.Key, p => p.Value));
        try
        {
            return await histories.ReadAsync(context, cancellation) is View { Content: HistoryView history } ? history : null;
        }
        finally
        {
            context.Request.Query = query;
        }
    }
}
