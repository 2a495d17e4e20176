namespace Gatehouse.Gating;

/// <summary>What a draft would have changed.</summary>
public sealed class BacktestReport
{
    /// <summary>How many differing gates are told one by one.</summary>
    public const int MostItems = 500;

    private readonly List<Difference> items = [];
    private readonly SortedDictionary<string, int> verdicts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> lastVerdicts = new(StringComparer.Ordinal);

    /// <summary>Revisions that started in this range were decided again; nothing recorded after its end counts.</summary>
    public required DateTimeOffset? Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>The hash of the draft.</summary>
    public required string PolicySet { get; init; }

    /// <summary>Definitions, results and waivers that were read.</summary>
    public long Facts { get; set; }

    /// <summary>Openings of gates that were decided again.</summary>
    public int Gates { get; private set; }

    /// <summary>Of those, how many verdicts are the same, and came at the same time.</summary>
    public int Same => Gates - Differ;

    public int Differ { get; private set; }

    /// <summary>Gates whose first verdict differs, by <c>recorded->draft</c>.</summary>
    public IReadOnlyDictionary<string, int> Verdicts => verdicts;

    /// <summary>Gates whose last verdict differs.</summary>
    public IReadOnlyDictionary<string, int> LastVerdicts => lastVerdicts;

    /// <summary>Gates that would have been decided earlier, and by how many seconds in all.</summary>
    public Shift Earlier { get; private set; } = new(0, 0);

    public Shift Later { get; private set; } = new(0, 0);

    /// <summary>The gates that differ, the first of them.</summary>
    public IReadOnlyList<Difference> Items => items;

    public bool Truncated => Differ > items.Count;

    /// <summary>Counts one opening.</summary>
    /// <param name="difference">Null where there is none.</param>
    public void Add(Difference? difference)
    {
        Gates++;
        if (difference is null)
        {
            return;
        }

        Differ++;
        var (recorded, draft) = (difference.Recorded, difference.Draft);
        Count(verdicts, recorded?.Verdict, draft?.Verdict);
        Count(lastVerdicts, recorded?.LastVerdict, draft?.LastVerdict);
        Earlier = difference.Seconds < 0 ? Earlier.With(-difference.Seconds.Value) : Earlier;
        Later = difference.Seconds > 0 ? Later.With(difference.Seconds.Value) : Later;
        if (items.Count < MostItems)
        {
            items.Add(difference);
        }
    }

    private static void Count(SortedDictionary<string, int> pairs, string? recorded, string? draft)
    {
        if (recorded != draft)
        {
            var pair = $"{recorded ?? "none"}->{draft ?? "none"}";
            pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
        }
    }
}

/// <summary>Verdicts that come at another time.</summary>
/// <param name="Seconds">In all.</param>
public sealed record Shift(int Gates, double Seconds)
{
    public Shift With(double seconds) => new(Gates + 1, Seconds + seconds);
}
