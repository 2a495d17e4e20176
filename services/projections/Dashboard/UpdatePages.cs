using System.Globalization;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>/updates/{alias}</c>: however many builds an update has, a page shows so many of them.</summary>
internal sealed class UpdatePages(UpdateEndpoints updates, GatesThen then, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How many parts of a gate are shown at once.</summary>
    public const int Parts = 50;

    private const int MostPages = 1_000;

    public async Task<IResult> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var (query, now) = (new Parameters(context.Request.Query, "at", "gate", "page", "find"), clock.GetUtcNow());
        var (at, gate, page, find) = (query.Past("at", now), query.Texts("gate"), query.Texts("page"), query.Texts("find"));
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        var number = 1;
        if (page.Length > 1 || (page is [var text] && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > MostPages)))
        {
            return Problem.BadRequest("page", $"expected one number, 1 to {MostPages}");
        }

        if (context.PathText(3) is not { } alias)
        {
            return Problem.NotFound("such update");
        }

        var wanted = new Wanted(gate.FirstOrDefault(), number, find.FirstOrDefault() ?? "");
        return at is { } past ? await ThenAsync(alias, past, now, wanted, cancellation) : await NowAsync(alias, now, wanted, cancellation);
    }

    private async Task<IResult> NowAsync(string alias, DateTimeOffset now, Wanted wanted, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await UpdateEndpoints.NowAsync(connection, alias, cancellation) is not { } found)
        {
            return Problem.NotFound("such update");
        }

        var update = updates.DetailOf(found, now);
        var gates = new List<GateParts>();
        foreach (var (gate, listed) in update.Gates.Zip(found.Gates))
        {
            // The first page is what the gate's message lists first.
            var (page, find) = wanted.Of(gate.DecisionContext);
            var parts = (page, find) is (1, "") ? listed.Urgent : await GateRows.PageAsync(connection, listed.Gate.Key, find, (page - 1) * Parts, Parts + 1, cancellation);
            var refused = gate.Status == GateStatus.Closed ? [] : await GateRows.RefusedPartsAsync(connection, listed.Gate.Key, cancellation);
            gates.Add(await ShowAsync(connection, gate, parts, page, find, refused, at: null, cancellation));
        }

        return new Page<UpdatePage>(new UpdatePageView(update, gates, At: null));
    }

    private async Task<IResult> ThenAsync(string alias, DateTimeOffset at, DateTimeOffset now, Wanted wanted, CancellationToken cancellation)
    {
        var found = await updates.OneAsync(alias, at, now, cancellation);
        if (found is not View { Content: UpdateDetail update })
        {
            return found;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var gates = new List<GateParts>();
        foreach (var gate in update.Gates)
        {
            var (page, find) = wanted.Of(gate.DecisionContext);
            var all = (await then.OfAsync(alias, at, gate.DecisionContext, cancellation) ?? []).SelectMany(g => g.Parts).ToList();
            gates.Add(await ShowAsync(connection, gate, PageOf(all, page, find), page, find, all, at, cancellation));
        }

        return new Page<UpdatePage>(new UpdatePageView(update, gates, at));
    }

    /// <param name="connection">Where waivers and what was refused are read.</param>
    /// <param name="parts">Those to show; one more than fits tells that there are more.</param>
    /// <param name="refused">Those that something refused may be about.</param>
    private static async Task<GateParts> ShowAsync(
        NpgsqlConnection connection, GateNow gate, IReadOnlyList<GatePart> parts, int page, string find, IReadOnlyList<GatePart> refused, DateTimeOffset? at,
        CancellationToken cancellation)
    {
        IReadOnlyList<GatePart> shown = [.. parts.Take(Parts)];
        return new GateParts(
            gate, shown, page, find, parts.Count > Parts, await GivenWaivers.OfAsync(connection, shown, cancellation),
            await RefusedResults.OfAsync(connection, gate.Status, refused, at, cancellation));
    }

    private static IReadOnlyList<GatePart> PageOf(IEnumerable<GatePart> parts, int page, string find) =>
        [.. parts.Where(p => p.Subject.Id.Contains(find, StringComparison.OrdinalIgnoreCase))
            .OrderBy(p => p.Urgency()).ThenBy(p => p.Place).Skip((page - 1) * Parts).Take(Parts + 1)];

    /// <summary>Which page of which gate is asked for; of the others it is the first.</summary>
    private sealed record Wanted(string? Gate, int Page, string Find)
    {
        public (int Page, string Find) Of(string context) => Gate is null || Gate == context ? (Page, Find) : (1, "");
    }
}
