namespace Gatehouse.ResultsIngest;

/// <summary>How transactions are cut and how many run at once.</summary>
internal sealed record RecordOptions
{
    /// <summary>
    /// How long a transaction may do nothing. It has drawn sequence numbers by then, and every fold waits for them; nothing is computed between
    /// its last statement and the commit, so only a process that is frozen takes this long, and loses nothing by starting again.
    /// </summary>
    public static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(2);

    /// <summary>A transaction takes no further batch once it holds this many messages.</summary>
    public int GroupLimit { get; init; } = 500;

    /// <summary>
    /// So many messages are worth a transaction beside one that runs; fewer wait for its end, and for more. Measured (tests/Benchmarks/README.md, HTTP and latency): with more, those who
    /// post one by one wait for each other's transactions, and verdicts under load are later; a flood fills its transactions either way.
    /// </summary>
    public int WorthAnother { get; init; } = 4;

    /// <summary>Transactions at the same time.</summary>
    public int Concurrency { get; init; } = 2;
}
