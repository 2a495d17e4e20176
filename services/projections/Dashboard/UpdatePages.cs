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

        var found = await updates.OneAsync(alias, at, now, cancellation);
        return found is View { Content: UpdateDetail update }
            ? new Page<UpdatePage>(new UpdatePageView(update, await PartsAsync(update, at, new Wanted(gate.FirstOrDefault(), number, find.FirstOrDefault() ?? ""), cancellation), at))
            : found;
    }

    private async Task<IReadOnlyList<GateParts>> PartsAsync(UpdateDetail update, DateTimeOffset? at, Wanted wanted, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var keys = at is null ? (await GateRows.OfAsync(connection, [update.Alias], cancellation))[update.Alias].ToDictionary(g => g.View.DecisionContext, g => g.Key) : [];
        var gates = new List<GateParts>();
        foreach (var gate in update.Gates)
        {
            // One more than is shown tells that there are more.
            var (page, find) = wanted.Of(gate.DecisionContext);
            IReadOnlyList<GatePart> parts = at is { } past
                ? await ThenAsync(update.Alias, past, gate.DecisionContext, page, find, cancellation)
                : keys.TryGetValue(gate.DecisionContext, out var key)
                    ? await GateRows.PageAsync(connection, key, find, (page - 1) * Parts, Parts + 1, cancellation)
                    : [];
            IReadOnlyList<GatePart> shown = [.. parts.Take(Parts)];
            gates.Add(new GateParts(gate, shown, page, find, parts.Count > Parts, await GivenWaivers.OfAsync(connection, shown, cancellation)));
        }

        return gates;
    }

    private async Task<IReadOnlyList<GatePart>> ThenAsync(string alias, DateTimeOffset at, string context, int page, string find, CancellationToken cancellation) =>
        [.. (await then.OfAsync(alias, at, context, cancellation) ?? []).SelectMany(g => g.Parts)
            .Where(p => p.Subject.Id.Contains(find, StringComparison.OrdinalIgnoreCase))
            .OrderBy(p => p.Urgency()).ThenBy(p => p.Place).Skip((page - 1) * Parts).Take(Parts + 1)];

    /// <summary>Which page of which gate is asked for; of the others it is the first.</summary>
    private sealed record Wanted(string? Gate, int Page, string Find)
    {
        public (int Page, string Find) Of(string context) => Gate is null || Gate == context ? (Page, Find) : (1, "");
    }
}
