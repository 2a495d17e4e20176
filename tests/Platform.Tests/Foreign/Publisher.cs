using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>A test system: <c>pika/publish.py</c>, which publishes with confirms and sends again what was not confirmed.</summary>
internal sealed class Publisher : IAsyncDisposable
{
    private static readonly TimeSpan ConfirmsWithin = TimeSpan.FromMinutes(2);
    private readonly PythonProgram program;
    private readonly Lock gate = new();
    private readonly List<(long Count, TaskCompletionSource Reached)> awaited = [];
    private long sent;
    private long confirmed;

    public Publisher(string amqp) => program = PythonProgram.Start("publish.py", [amqp], Hear);

    /// <summary>How many messages the broker has confirmed.</summary>
    public long Confirmed => Interlocked.Read(ref confirmed);

    public Task PublishAsync(params Outgoing[] messages) => PublishAsync((IEnumerable<Outgoing>)messages);

    /// <summary>Returns when the broker has confirmed all of them.</summary>
    public async Task PublishAsync(IEnumerable<Outgoing> messages)
    {
        var lines = messages.Select(m => m.ToLine()).ToList();
        var all = Await(Interlocked.Add(ref sent, lines.Count));
        await program.WriteAsync(lines);
        await program.UntilAsync(all, ConfirmsWithin, "the broker confirmed everything");
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();

    private Task Await(long count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            awaited.Add((count, reached));
        }

        return reached.Task;
    }

    private void Hear(JsonObject line)
    {
        Interlocked.Exchange(ref confirmed, (long)line["confirmed"]!);
        lock (gate)
        {
            awaited.Where(a => a.Count <= Confirmed).ToList().ForEach(a => a.Reached.TrySetResult());
            awaited.RemoveAll(a => a.Count <= Confirmed);
        }
    }
}
