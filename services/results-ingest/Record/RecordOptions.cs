namespace Gatehouse.ResultsIngest;

/// <summary>How transactions are cut and how many run at once.</summary>
internal sealed record RecordOptions
{
    /// <summary>A transaction takes no further batch once it holds this many messages.</summary>
    public int GroupLimit { get; init; } = 500;

    /// <summary>Transactions at the same time.</summary>
    public int Concurrency { get; init; } = 2;
}
