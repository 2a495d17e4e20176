using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>Refusals of requests: RFC 9457 problem details with <c>errors</c>, each naming its parameter and what is allowed.</summary>
internal static class Problem
{
    public static IResult BadRequest(IReadOnlyList<Reason> errors) => Results.Problem(
        string.Join("; ", errors.Select(e => $"{e.Field}: {e.Message}")),
        title: "The request is malformed",
        statusCode: StatusCodes.Status400BadRequest,
        extensions: [new("errors", errors)]);

    public static IResult BadRequest(string field, string message) => BadRequest([new Reason(field, message)]);

    public static IResult NotFound(string what) => Results.Problem($"There is no {what}.", statusCode: StatusCodes.Status404NotFound);

    public static IResult Gone(string why) => Results.Problem(why, statusCode: StatusCodes.Status410Gone);

    public static IResult Unavailable(string why) => Results.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}
