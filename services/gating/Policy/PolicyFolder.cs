using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>The folder that policies are read from: every <c>*.yaml</c> and <c>*.yml</c> in it.</summary>
public sealed record PolicyFolder(string Path, PolicySettings Settings)
{
    /// <summary>Reads the set as it lies there now. Either there are errors, all of them, or there is a set.</summary>
    public (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read() => Read(Look());

    /// <summary>Reads the set as it lay there.</summary>
    public (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read(PolicyLook look)
    {
        if (look is { Files: [], Errors: [] })
        {
            return (null, [new PolicyError(Path, 0, "the folder holds no policy: expected at least one *.yaml")]);
        }

        var (set, errors) = look.Files is [] ? (null, []) : PolicyReader.Read(look.Files, Settings);
        return look.Errors is [] ? (set, errors) : (null, [.. look.Errors, .. errors]);
    }

    /// <summary>What lies there now, without understanding it.</summary>
    public PolicyLook Look()
    {
        try
        {
            return PolicyFiles.In(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PolicyLook([], [new PolicyError(Path, 0, e.Message)]);
        }
    }
}

/// <summary>What lay in a folder of policies at one moment.</summary>
/// <param name="Files">In the order of their names.</param>
/// <param name="Errors">Why others cannot be read, or nothing can.</param>
public sealed record PolicyLook(IReadOnlyList<PolicyFile> Files, IReadOnlyList<PolicyError> Errors)
{
    /// <summary>The same for the same content.</summary>
    public Guid Stamp => TextHash.Of([.. Files.SelectMany(f => new[] { f.Name, f.Text }), null, .. Errors.Select(e => e.ToString())]);
}

/// <summary>Policy files on disk.</summary>
internal static class PolicyFiles
{
    /// <summary>The files of a folder. Whatever is named like one and is none is an error: it would be missed.</summary>
    public static PolicyLook In(string folder)
    {
        var (files, errors) = (new List<PolicyFile>(), new List<PolicyError>());
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Where(IsNamedLikeOne).Order(StringComparer.Ordinal))
        {
            var look = At(path);
            files.AddRange(look.Files);
            errors.AddRange(look.Errors);
        }

        return new PolicyLook(files, errors);
    }

    /// <summary>One file.</summary>
    public static PolicyLook At(string path)
    {
        var name = Path.GetFileName(path);
        var errors = new PolicyErrors(name);
        var text = Directory.Exists(path) ? Refused(errors, "a folder, where a file is expected")
            : Path.GetExtension(name) is ".yaml" or ".yml" ? PolicyText.Decode(FirstBytes(path), errors)
            : Refused(errors, "expected its name to end in .yaml or .yml, in lower case");
        return new PolicyLook(text is null ? [] : [new PolicyFile(name, text)], [.. errors.InOrder()]);
    }

    private static bool IsNamedLikeOne(string path) => Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML";

    private static string? Refused(PolicyErrors errors, string message)
    {
        errors.Add(0, message);
        return null;
    }

    // One more than it may have tells that it has more, however large it is.
    private static byte[] FirstBytes(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Math.Min(file.Length, PolicyText.Most) + 1];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
