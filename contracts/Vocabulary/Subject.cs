namespace Gatehouse.Contracts;

/// <summary>What was tested: a type of the open list and an identifier.</summary>
/// <param name="Type">A word, such as <see cref="Build"/>.</param>
/// <param name="Id">An NVR for a build, the alias for an update, else any text of 1 to 1,024 characters.</param>
public sealed record Subject(string Type, string Id)
{
    /// <summary>The type of a build; its identifier is an NVR.</summary>
    public const string Build = "koji_build";

    /// <summary>The type of an update; its identifier is the alias.</summary>
    public const string Update = "bodhi_update";

    /// <summary>A stable 128-bit hash of type and identifier, the key of this subject in every table.</summary>
    public Guid Key() => TextHash.Of(Type, Id);

    public static Subject OfBuild(string nvr) => new(Build, nvr);

    public static Subject OfUpdate(string alias) => new(Update, alias);
}
