namespace Gatehouse.Hosting;

/// <summary>A checkpoint was not where this process had left it: another one leads. Nothing was changed.</summary>
public sealed class LostFenceException(string checkpoint, long position)
    : Exception($"the checkpoint '{checkpoint}' is no longer at {position}: another process leads");
