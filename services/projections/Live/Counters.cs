using System.Text.Json;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// What a page adds to the counters that the overview shows. However the log is cut into pages, the counters come out the same.
/// </summary>
public sealed class Counters
{
    /// <summary>Results are counted by tens of seconds: so many make a minute.</summary>
    public const int TensOfMinute = 6;

    /// <summary>Of so many tens of seconds counts are kept: each takes the row of the one that is that much older.</summary>
    public const int Slots = 8;

    private readonly Dictionary<(DateOnly Day, string Verdict), long> verdicts = [];
    private readonly Dictionary<short, (long Tens, int Results)> rates = [];

    /// <summary>Verdicts said, by the day (UTC) they were recorded on.</summary>
    public IReadOnlyDictionary<(DateOnly Day, string Verdict), long> Verdicts => verdicts;

    /// <summary>Results recorded, by slot: of its newest ten seconds only.</summary>
    public IReadOnlyDictionary<short, (long Tens, int Results)> Rates => rates;

    /// <summary>The ten seconds that a moment is in.</summary>
    public static long TensOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 10;

    /// <summary>A verdict as it is stored.</summary>
    public static string Word(Verdict verdict) => JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString());

    /// <summary>A result was recorded.</summary>
    public void Result(DateTimeOffset recordedAt)
    {
        var tens = TensOf(recordedAt);
        var slot = (short)(tens % Slots);
        var known = rates.GetValueOrDefault(slot);
        if (tens >= known.Tens)
        {
            rates[slot] = (tens, tens == known.Tens ? known.Results + 1 : 1);
        }
    }

    /// <summary>A gate has said a verdict that is news.</summary>
    public void Verdict(DateTimeOffset recordedAt, Verdict verdict)
    {
        var key = (DateOnly.FromDateTime(recordedAt.UtcDateTime), Word(verdict));
        verdicts[key] = verdicts.GetValueOrDefault(key) + 1;
    }
}
