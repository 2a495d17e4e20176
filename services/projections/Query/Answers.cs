using Gatehouse.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// Answers that are given again while nothing can have changed them: neither views nor gates have moved since before they were read. Whoever asks is told
/// what stood when the request came, or what is newer, whether it was read for this request or for another; ages, and what is overdue, may be a second old.
/// </summary>
internal sealed class Answers(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    // However many are asked for, so many are kept: one that comes to the place of another takes it.
    private const int Places = 64;

    private const string Positions = $"""
        select coalesce(max(position) filter (where name = '{Views.FoldName}'), 0), coalesce(max(position) filter (where name = '{GateRows.FoldName}'), 0)
        from gatehouse.fold_checkpoint
        """;

    private static readonly Task<IRepeatable?> Nothing = Task.FromResult<IRepeatable?>(null);
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Answer?[] kept = new Answer?[Places];
    private readonly Fresh<Folds> folds = new(clock, TimeSpan.Zero);

    /// <summary>A filter of endpoints whose answers follow from views and gates alone.</summary>
    public async ValueTask<object?> GiveAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var asked = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        ref var place = ref kept[(uint)string.GetHashCode(asked) % Places];
        if (Volatile.Read(ref place)?.Asked != asked)
        {
            // Most are asked for once: only what is asked for again is worth a look at where the folds are.
            Volatile.Write(ref place, new Answer(asked, null, 0, Nothing));
            return await next(context);
        }

        return await GiveAgainAsync(asked, context, next);
    }

    public void Dispose() => folds.Dispose();

    private async ValueTask<object?> GiveAgainAsync(string asked, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var aborted = context.HttpContext.RequestAborted;
        // Before the read: what moves meanwhile makes the answer too old for the next look, never too young.
        var now = await folds.NowAsync((_, cancel) => LookAsync(cancel), aborted);
        var place = (uint)string.GetHashCode(asked) % Places;
        var reading = new TaskCompletionSource<IRepeatable?>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var answer = Volatile.Read(ref kept[place]);
            if (answer is not null && answer.Asked == asked && answer.Folds == now && clock.GetElapsedTime(answer.Read) < Age)
            {
                // It may be no view, or a failure, or whoever it was read for has left: then everyone asks for himself.
                return await answer.Content.WaitAsync(aborted) ?? await next(context);
            }

            if (Interlocked.CompareExchange(ref kept[place], new Answer(asked, now, clock.GetTimestamp(), reading.Task), answer) == answer)
            {
                return await ReadAsync(reading, context, next);
            }
        }
    }

    private static async ValueTask<object?> ReadAsync(TaskCompletionSource<IRepeatable?> reading, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            var content = await next(context);
            reading.SetResult(content as IRepeatable);
            return content;
        }
        finally
        {
            reading.TrySetResult(null);
        }
    }

    private async Task<Folds> LookAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = connection.Command(Positions);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new Folds(row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>Where the folds are.</summary>
    private sealed record Folds(long Views, long Gates);

    /// <summary>What was asked for, and what was read for it while the folds were there; null where it was asked for once.</summary>
    private sealed record Answer(string Asked, Folds? Folds, long Read, Task<IRepeatable?> Content);
}
