using System.Runtime.InteropServices;

namespace Gatehouse.Local;

/// <summary>Who runs this, as numbers.</summary>
internal static partial class UserId
{
    public static uint Effective => GetEffectiveUser();

    public static uint EffectiveGroup => GetEffectiveGroup();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GetEffectiveGroup();
}
