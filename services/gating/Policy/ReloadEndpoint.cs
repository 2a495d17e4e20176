using Gatehouse.Contracts;
using Gatehouse.Hosting;

namespace Gatehouse.Gating;

/// <summary>
/// <c>POST /api/v1/policies/reload?release=&amp;dry_run=&amp;hash=</c>: reads the folder now. A set with mistakes, or that asks less of a gate that waits, is
/// refused with 422; with <c>release=true</c> an operator puts the latter in force all the same.
/// </summary>
internal static class ReloadEndpoint
{
    private static readonly string[] Known = ["release", "dry_run", "hash"];

    public static async Task<IResult> RunAsync(HttpContext context, PolicyWatch watch, CancellationToken cancellation)
    {
        var reasons = new List<Reason>();
        var query = context.Request.Query;
        reasons.AddRange(query.Keys.Where(name => !Known.Contains(name)).Select(name =>
            new Reason(name, $"unknown parameter, expected one of {string.Join(", ", Known)}")));
        var request = new ReloadRequest(
            Flag(query, "release", reasons), Flag(query, "dry_run", reasons), Hash(query, reasons), Caller.Of(context).Name);
        return reasons.Count > 0 ? Malformed(reasons) : Answer(await watch.ReloadAsync(request, cancellation));
    }

    private static IResult Answer(ReloadOutcome outcome) => outcome switch
    {
        ReloadOutcome.InForce { Set: var set, Changed: var changed, Gates: var gates } => Results.Json(new { hash = set.Hash, changed, gates }, Json.Wire),
        ReloadOutcome.Mistaken { Errors: var errors } => PolicyEndpoints.Refused(errors),
        ReloadOutcome.AsksLess { Set: var set, Gates: var gates } => PolicyEndpoints.Refused(set, gates),
        ReloadOutcome.Another { Set: var set } => Results.Problem(
            $"another set lies in the folder than the one that was looked at: {set.Hash}", title: "The policies have changed",
            statusCode: StatusCodes.Status409Conflict, extensions: [new("hash", set.Hash)]),
        _ => throw new InvalidOperationException($"no answer for {outcome.GetType().Name}"),
    };

    private static bool Flag(IQueryCollection query, string name, List<Reason> reasons)
    {
        switch (query[name].ToArray())
        {
            case []:
            case ["false"]:
                return false;
            case ["true"]:
                return true;
            default:
                reasons.Add(new Reason(name, $"expected true or false, got \"{query[name]}\""));
                return false;
        }
    }

    private static string? Hash(IQueryCollection query, List<Reason> reasons)
    {
        switch (query["hash"].ToArray())
        {
            case []:
                return null;
            case [{ Length: > 0 } hash]:
                return hash;
            default:
                reasons.Add(new Reason("hash", "expected the hash of one set, such as sha256:..."));
                return null;
        }
    }

    private static IResult Malformed(List<Reason> reasons) => Results.Problem(
        string.Join("; ", reasons.Select(e => $"{e.Field}: {e.Message}")), title: "The request is malformed",
        statusCode: StatusCodes.Status400BadRequest, extensions: [new("errors", reasons)]);
}
