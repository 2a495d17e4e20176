using Gatehouse.Contracts;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>Something that somebody does, in the tests' words; the log makes the facts of it.</summary>
/// <param name="Minutes">How long after the deed before; less than nothing where its recording began before that one's and ended after it.</param>
public abstract record Deed(int Minutes);

/// <summary>An update's definition, edit or closing. Of equal <paramref name="Time"/>, which is in minutes, the later recorded counts.</summary>
public sealed record Define(string Alias, string ProductVersion, string Contexts, string Builds, int Time, UpdateState State = UpdateState.Open, int Minutes = 0) : Deed(Minutes);

/// <summary>A result. Its subject is a build, or an update's alias.</summary>
/// <param name="Submitted">In minutes; null for when it is recorded.</param>
public sealed record Report(string Subject, string Testcase, string? Scenario, string? Arch, string Outcome, int? Submitted = null, int Minutes = 0) : Deed(Minutes);

/// <summary>A waiver, or (<paramref name="Waived"/> false) its withdrawal.</summary>
public sealed record Waive(string Subject, string Testcase, string? Scenario, string? Arch, string? ProductVersion, bool Waived, int? Time = null, int Minutes = 0) : Deed(Minutes);

/// <summary>A policy set comes into force.</summary>
public sealed record Reload(PolicyDrafts Policies, int Minutes = 0) : Deed(Minutes);

/// <summary>The same from YAML, one text a file; the oracle cannot read it.</summary>
public sealed record ReloadText(string Yaml, NoPolicy NoPolicy, int Minutes = 0) : Deed(Minutes);

/// <summary>The watch notes every deadline that is over.</summary>
public sealed record Watch(int Minutes = 0) : Deed(Minutes);
