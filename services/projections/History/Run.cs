using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A result as its cell and histories take it.</summary>
/// <param name="Time">Its submit time as it counts: arrival where that was earlier.</param>
/// <param name="Sent">Its submit time as it was sent, where that is another; else null.</param>
public sealed record Run(DateTimeOffset Time, DateTimeOffset? Sent, string Outcome)
{
    public static Run Of(ResultRecorded result, DateTimeOffset recordedAt)
    {
        var time = Recency.Effective(result.SubmitTime, recordedAt);
        return new Run(time, time == result.SubmitTime ? null : result.SubmitTime, result.Outcome);
    }
}
