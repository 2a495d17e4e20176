using System.Globalization;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// <c>?after=SEQUENCE</c> on any read: waits until views and gates have come that far in the log, so that a client reads what it has
/// written. Up to 5 s, else 503.
/// </summary>
internal sealed class AfterSequence(NpgsqlDataSource database, TimeProvider clock)
{
    public const string Parameter = "after";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

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

        return await ReachedAsync(sequence, context.HttpContext.RequestAborted)
            ? await next(context)
            : Problem.Unavailable($"The views have not come to sequence {sequence} within {Patience.TotalSeconds:0} s.");
    }

    private async Task<bool> ReachedAsync(long sequence, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        while (true)
        {
            // Both folds move through every event of the log, their own and others'.
            var reached = await connection.ReadAsync<long>(
                "select count(*) from gatehouse.fold_checkpoint where name in ('views', 'gates') and position >= $1", cancellation, sequence);
            if (reached == 2 || clock.GetElapsedTime(begun) > Patience)
            {
                return reached == 2;
            }

            await Task.Delay(Look, clock, cancellation);
        }
    }
}
