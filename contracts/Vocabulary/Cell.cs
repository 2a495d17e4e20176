namespace Gatehouse.Contracts;

/// <summary>The place that results of re-runs land in. Its newest result by submit time, then by log order, is on top.</summary>
/// <param name="Scenario">Null is a scenario of its own: it matches no named one.</param>
/// <param name="Arch">Null is not <c>noarch</c>.</param>
/// <param name="Variant">Null where none was named; a check cannot name one.</param>
public sealed record Cell(Subject Subject, string Testcase, string? Scenario, string? Arch, string? Variant = null)
{
    /// <summary>
    /// A stable key, a hash of the whole cell: index entries stay short however long its texts are. It begins with that of the subject, so that the cells of a
    /// subject, which come at about the same time, lie together in an index.
    /// </summary>
    public Guid Key() => Key(Subject.Key());

    /// <summary>The same, where <see cref="Subject.Key"/> is known already.</summary>
    public Guid Key(Guid subject)
    {
        Span<byte> key = stackalloc byte[16];
        Span<byte> beginning = stackalloc byte[16];
        // Keys are stored: a cell without a variant has the one it had before there were variants.
        var hash = Variant is null
            ? TextHash.Of(Subject.Type, Subject.Id, Testcase, Scenario, Arch)
            : TextHash.Of(Subject.Type, Subject.Id, Testcase, Scenario, Arch, Variant);
        hash.TryWriteBytes(key, bigEndian: true, out _);
        subject.TryWriteBytes(beginning, bigEndian: true, out _);
        beginning[..4].CopyTo(key);
        return new Guid(key, bigEndian: true);
    }
}
