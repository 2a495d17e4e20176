using Gatehouse.Contracts;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>/history</c>: the runs of one check, newest first, as <c>/api/v1/results</c> lists them; without a check the way to name one.</summary>
internal static class HistoryPages
{
    public static async Task<IResult> ReadAsync(HttpContext context, NpgsqlDataSource database, [FromServices] Outcomes outcomes, CancellationToken cancellation)
    {
        if (!context.Request.Query.Keys.Any(k => k != AfterSequence.Parameter))
        {
            return new Page<HistoryPage>(new Listing<ResultMessage>([], null));
        }

        var found = await ResultEndpoints.SearchAsync(context, database, outcomes, cancellation);
        return found is View { Content: Listing<ResultMessage> runs } ? new Page<HistoryPage>(runs) : found;
    }
}
