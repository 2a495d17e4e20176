using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Contracts;

/// <summary>
/// A build's name, version and release. Always valid: made only by <see cref="TryParse"/>. What is read from the log is
/// taken as it is there; what comes in must also pass <see cref="Refusal"/>.
/// </summary>
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

    /// <summary>
    /// Why a text that comes in is no build, in words; null where it is one. Stricter than <see cref="TryParse"/>: a
    /// name with a colon reads as an NVR of another package, and a file of a build as a build of its own, and neither
    /// ever meets the build that was meant.
    /// </summary>
    public static string? Refusal(string text) =>
        !TryParse(text, out _) ? ColonRefusal(text) ?? Expected
        : ColonRefusal(text) ?? (text.EndsWith(".rpm", StringComparison.OrdinalIgnoreCase)
            ? "expected a build and not a file of it: name-version-release without the arch and .rpm"
            : null);

    /// <summary>
    /// The package of a build that is on record; of a text that is no NVR, which older records of other types may hold,
    /// the text.
    /// </summary>
    public static string PackageOf(string build) => TryParse(build, out var nvr) ? nvr.Name : build;

    public override string ToString() => $"{Name}-{Version}-{Release}";

    private static string? ColonRefusal(string text) => text.Split(':') switch
    {
        [_] => null,
        // Builds of modules are named so: hyphens of the stream, which would be taken for the version's, become
        // underscores.
        [{ Length: > 0 } name, { Length: > 0 } stream, { Length: > 0 } version, { Length: > 0 } context]
            when $"{name}-{stream.Replace('-', '_')}-{version}.{context}" is var hyphened
                && TryParse(hyphened, out _) =>
            $"expected a module's build with hyphens in place of colons, name-stream-version.context: {hyphened}",
        _ => "expected name-version-release without an epoch or any other colon, such as glibc-2.42-7.fc44;"
            + " of a module name-stream-version.context",
    };

    private static bool IsAllowed(char c) => c is > ' ' and < '\x7f' and not '/';
}
