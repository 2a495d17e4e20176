namespace Gatehouse.Hosting;

/// <summary>A rebuild cannot be done, for a reason that its caller can mend.</summary>
public sealed class RebuildException(string reason) : Exception(reason);
