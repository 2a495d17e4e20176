namespace Gatehouse.Contracts;

/// <summary>The body of a rejected message is no longer kept (rule 2).</summary>
/// <param name="At">When it went.</param>
public sealed record BodyGone(DateTimeOffset At, BodyGoneReason Reason)
{
    /// <summary>Why nothing can be done with it, for whoever asks.</summary>
    public string Said =>
        $"its body is gone since {TimeConverter.Text(At)}, by its {Reason.ToString().ToLowerInvariant()}";
}

/// <summary>Which setting a rejected body went by.</summary>
public enum BodyGoneReason
{
    /// <summary>It had been kept for as long as any is.</summary>
    Age,

    /// <summary>Its sender's newer ones are as many bytes as are kept of one sender.</summary>
    Quota,
}
