namespace Gatehouse.Hosting;

/// <summary>What an account may do. None of them includes another.</summary>
[Flags]
public enum Permissions
{
    /// <summary>Whatever every account may: drafts of policies, which only cost work.</summary>
    None = 0,

    /// <summary>Send results and updates, and settle rejections of one's own messages.</summary>
    Publish = 1,

    /// <summary>Give waivers in one's own name, and withdraw them.</summary>
    Waive = 2,

    /// <summary>Name somebody else in a waiver. Both are recorded.</summary>
    Proxy = 4,

    /// <summary>What can let updates through or take away what others sent: policies, gates, rejections.</summary>
    Operate = 8,
}

/// <summary>Permissions as the accounts file, the command line and refusals write them.</summary>
public static class PermissionNames
{
    /// <summary>All of them, in the order in which they are written.</summary>
    public static IReadOnlyDictionary<string, Permissions> All { get; } =
        new Dictionary<string, Permissions>(StringComparer.Ordinal)
        {
            ["publish"] = Permissions.Publish,
            ["waive"] = Permissions.Waive,
            ["proxy"] = Permissions.Proxy,
            ["operate"] = Permissions.Operate,
        };

    /// <summary>What a refused text is told.</summary>
    public const string Expected = "publish, waive, proxy or operate";

    /// <summary>The names of those that are set.</summary>
    public static IEnumerable<string> Of(Permissions permissions) =>
        All.Where(p => permissions.HasFlag(p.Value)).Select(p => p.Key);
}
