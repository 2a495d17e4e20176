namespace Gatehouse.Hosting;

/// <summary>This process may not go on as the one that leads. Nothing was changed.</summary>
public class LostFenceException : Exception
{
    /// <summary>A checkpoint was not where this process had left it: another one leads.</summary>
    public LostFenceException(string checkpoint, long position)
        : this($"the checkpoint '{checkpoint}' is no longer at {position}: another process leads")
    {
    }

    /// <summary>For another reason.</summary>
    protected LostFenceException(string reason)
        : base(reason)
    {
    }
}
