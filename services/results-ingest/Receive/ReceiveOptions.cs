using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>How messages are gathered into batches. The defaults are what measured best; change them only with figures at hand.</summary>
public sealed class ReceiveOptions
{
    /// <summary>Messages the broker may hand out per queue before the first is acknowledged.</summary>
    public ushort Prefetch { get; set; } = 2000;

    /// <summary>
    /// Of several replicas the broker serves the one with the highest figure until that holds a whole prefetch, then the next: a few large batches cost
    /// less than many small ones, and the others stand by. By default a figure by chance, so that no two are alike; those with the same are served in turn.
    /// </summary>
    public int Priority { get; set; } = Random.Shared.Next();

    /// <summary>The most messages of a batch.</summary>
    public int BatchLimit { get; set; } = 500;

    /// <summary>How long the first message of a batch waits for others.</summary>
    public TimeSpan BatchTime { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Batches per queue that are under way at the same time. Those that wait for a transaction share the next.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>Reads <c>Gatehouse:Receive:*</c>, for those who measured.</summary>
    /// <exception cref="SettingException">A value is none, or makes no sense.</exception>
    public static ReceiveOptions Read(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection("Gatehouse:Receive").Get<ReceiveOptions>() ?? new ReceiveOptions();
            return options.BatchLimit > 0 && options.Concurrency > 0 && options.BatchTime > TimeSpan.Zero && options.Prefetch >= options.BatchLimit
                ? options
                : throw new SettingException("Gatehouse__Receive", "positive figures, and a prefetch that fills a batch", options.ToString());
        }
        catch (InvalidOperationException e)
        {
            throw new SettingException("Gatehouse__Receive", "figures", e.Message);
        }
    }

    public override string ToString() => $"Prefetch {Prefetch}, BatchLimit {BatchLimit}, BatchTime {BatchTime}, Concurrency {Concurrency}, Priority {Priority}";
}
