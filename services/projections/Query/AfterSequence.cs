using System.Globalization;
using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>
/// <c>?after=SEQUENCE</c> on any read: waits until views and gates have come that far in the log, so that a client reads what it has
/// written. Up to 5 s, else 503.
/// </summary>
internal sealed class AfterSequence(FoldProgress progress)
{
    public const string Parameter = "after";

    private static readonly string[] Folds = [Views.FoldName, GateRows.FoldName];

    public async ValueTask<object?> WaitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var values = context.HttpContext.Request.Query[Parameter];
        if (values.Count == 0)
        {
            return await next(context);
        }

        if (values.Count > 1 || !long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return Problem.BadRequest(Parameter, "expected one sequence number, as a write's answer says it");
        }

        return await progress.ReachedAsync(sequence, Folds, context.HttpContext.RequestAborted)
            ? await next(context)
            : Problem.Unavailable($"The views have not come to sequence {sequence} within {FoldProgress.Patience.TotalSeconds:0} s.");
    }
}
