namespace Gatehouse.Hosting;

/// <summary>The log holds what only a newer version of the services can fold. Nothing was changed.</summary>
/// <param name="needed">The least version that can fold it.</param>
public sealed class OutdatedException(int needed) : LostFenceException(LogVersion.Reason(needed))
{
    /// <summary>The least version that can fold the log.</summary>
    public int Needed { get; } = needed;
}
