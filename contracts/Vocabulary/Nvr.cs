using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Contracts;

/// <summary>A build's name, version and release. Always valid: made only by <see cref="TryParse"/>.</summary>
public sealed record Nvr
{
    /// <summary>What a refused text is told.</summary>
    public const string Expected = "expected name-version-release, such as glibc-2.42-7.fc44 (at most 255 characters, without spaces or slashes)";

    private Nvr(string name, string version, string release) => (Name, Version, Release) = (name, version, release);

    /// <summary>The package's name; it may hold hyphens.</summary>
    public string Name { get; }

    public string Version { get; }

    public string Release { get; }

    /// <summary>Reads <c>name-version-release</c>. False for anything else; never throws.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Nvr? nvr)
    {
        nvr = null;
        if (text is null || text.Length > Limits.Build || !text.All(IsAllowed))
        {
            return false;
        }

        // Split from the right: a package name may hold hyphens (java-1.8.0-openjdk).
        var release = text.LastIndexOf('-');
        var version = release > 0 ? text.LastIndexOf('-', release - 1) : -1;
        if (version <= 0 || release == version + 1 || release == text.Length - 1)
        {
            return false;
        }

        nvr = new Nvr(text[..version], text[(version + 1)..release], text[(release + 1)..]);
        return true;
    }

    /// <summary>The package's name of a build that was valid at the door.</summary>
    /// <exception cref="FormatException">The text is no NVR: a bug, since the door refuses such texts.</exception>
    public static string PackageOf(string build) =>
        TryParse(build, out var nvr) ? nvr.Name : throw new FormatException($"'{build}' is no NVR: {Expected}");

    public override string ToString() => $"{Name}-{Version}-{Release}";

    private static bool IsAllowed(char c) => c is > ' ' and < '\x7f' and not '/';
}
