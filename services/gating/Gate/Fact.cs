namespace Gatehouse.Gating;

/// <summary>An event of the log that gates are decided by.</summary>
/// <param name="Position">Its sequence.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Trace">The W3C trace it belongs to.</param>
/// <param name="Data">The event itself.</param>
public sealed record Fact(long Position, DateTimeOffset At, string? Trace, object Data);

/// <summary>Something a gate says because of a fact.</summary>
/// <param name="Gate">The gate right after it; its parts are as of then, too, until the next saying is asked for.</param>
/// <param name="Position">The log position up to which facts were known.</param>
public sealed record Saying(Guid Key, Gate Gate, Spoken Spoken, long Position, string? Trace);
