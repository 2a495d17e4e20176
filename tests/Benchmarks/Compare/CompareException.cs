namespace Gatehouse.Benchmarks;

/// <summary>Why nothing can be compared.</summary>
internal sealed class CompareException(string message) : Exception(message);
