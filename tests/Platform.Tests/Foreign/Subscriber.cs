using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>Somebody who hears all that is said: <c>pika/subscribe.py</c> on a durable queue of its own.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly PythonProgram program;
    private readonly TaskCompletionSource bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<Heard> heard = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Subscriber(string amqp) => program = PythonProgram.Start("subscribe.py", [amqp, $"test-{Guid.NewGuid():N}"], Hear);

    /// <summary>Returns when nothing that is said from now on can be missed.</summary>
    public static async Task<Subscriber> StartAsync(string amqp)
    {
        var subscriber = new Subscriber(amqp);
        await subscriber.program.UntilAsync(subscriber.bound.Task, Patience, "its queue is bound");
        return subscriber;
    }

    /// <summary>Everything heard until now, in its order.</summary>
    public IReadOnlyList<Heard> All
    {
        get
        {
            lock (gate)
            {
                return [.. heard];
            }
        }
    }

    /// <summary>What the gates of one update have said.</summary>
    public IReadOnlyList<Heard> Of(string alias) => [.. All.Where(m => m.Alias == alias)];

    /// <summary>Returns the first of these messages, as soon as it has been heard.</summary>
    public async Task<Heard> UntilAsync(Func<Heard, bool> which, string what, TimeSpan? within = null) => (await UntilAsync(1, which, what, within))[0];

    /// <summary>Returns these messages as soon as so many of them have been heard. Each message is looked at once.</summary>
    public async Task<IReadOnlyList<Heard>> UntilAsync(int count, Func<Heard, bool> which, string what, TimeSpan? within = null)
    {
        var (found, seen, deadline) = (new List<Heard>(), 0, Task.Delay(within ?? Patience));
        while (true)
        {
            List<Heard> fresh;
            Task next;
            lock (gate)
            {
                fresh = heard[seen..];
                next = more.Task;
            }

            seen += fresh.Count;
            found.AddRange(fresh.Where(which));
            if (found.Count >= count)
            {
                return found;
            }

            if (await Task.WhenAny(next, deadline) == deadline)
            {
                throw new TimeoutException($"Waited {within ?? Patience} for {what}: heard {found.Count} of {count}. The last words:\n{string.Join('\n', All.TakeLast(20))}");
            }
        }
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();

    private void Hear(JsonObject line)
    {
        if (line.ContainsKey("bound"))
        {
            bound.TrySetResult();
            return;
        }

        TaskCompletionSource waiting;
        lock (gate)
        {
            heard.Add(Heard.From(line));
            (waiting, more) = (more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.TrySetResult();
    }
}
