using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.ResultsIngest;

/// <summary>Refusals of requests: RFC 9457 problem details with <c>errors</c>, each naming its field.</summary>
internal static class Problem
{
    public static ProblemHttpResult Of(int status, string detail, IReadOnlyList<Reason> reasons) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new("errors", reasons)]);

    public static ProblemHttpResult Of(int status, string detail) => Of(status, detail, [new Reason("", detail)]);
}
