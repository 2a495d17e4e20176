using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What is known of everything that the events of a page touch, before them.</summary>
public sealed record KnownViews
{
    /// <summary>The cells of its results and conflicts, as far as they hold something.</summary>
    public IReadOnlyDictionary<Guid, CellState> Cells { get; init; } = new Dictionary<Guid, CellState>();

    /// <summary>
    /// The updates of its definitions, and those that are or hold subjects of its results which change (<see cref="EvidenceRun.IsOf"/>), as far as they have
    /// been heard of.
    /// </summary>
    public IEnumerable<UpdateRecord> Updates { get; init; } = [];

    /// <summary>The open updates that hold, or are, subjects of its results and rejections.</summary>
    public OpenUpdates Open { get; init; } = new();

    /// <summary>The checks of its results, as far as they have run.</summary>
    public IReadOnlyDictionary<Guid, CheckHistory> Checks { get; init; } = new Dictionary<Guid, CheckHistory>();

    /// <summary>Results of the same subjects and testcases, where the subject may change.</summary>
    public IEnumerable<EvidenceRun> Evidence { get; init; } = [];

    /// <summary>The words in force.</summary>
    public Vocabulary Vocabulary { get; init; } = Vocabulary.Default;
}
