using FsCheck;
using Gatehouse.Oracle;

namespace Gatehouse.Gating.Tests;

/// <summary>
/// The alphabet of a history, and how often what happens in it. A word that stands there several times comes as often.
/// </summary>
/// <param name="Name">What it is about.</param>
/// <param name="Weight">How many histories live in it, beside the others.</param>
/// <param name="Sets">The policy sets that come into force.</param>
public sealed record World(string Name, int Weight, Gen<PolicyDrafts> Sets)
{
    public int Definitions { get; init; } = 3;

    public int Closings { get; init; } = 1;

    public int Reports { get; init; } = 20;

    public int Waivers { get; init; } = 4;

    public int Policies { get; init; } = 2;

    public int Watches { get; init; } = 3;

    public int Releases { get; init; } = 1;

    public int Refusals { get; init; } = 1;

    public string[] Aliases { get; init; } = ["U1", "U1", "U2"];

    public string[] Versions { get; init; } = ["f44", "f44", "f45"];

    public string[] Contexts { get; init; } = ["stable", "stable", "testing", "testing stable"];

    public string[] Builds { get; init; } = ["a-1-1", "a-1-1", "a-1-1 b-x-1-1", "b-x-1-1 a-1-1", "a-1-1 b-x-1-1 c-1-1",
        "c-1-1"];

    public string[] Subjects { get; init; } = ["", "", "", "compose:C1", "compose:C2", "compose:C1 image:I1"];

    /// <summary>When definitions and closings say they were made.</summary>
    public double[] Times { get; init; } = [0, 1, 2, 3, 4, 5];

    public double?[] BuildsSince { get; init; } = [null, null, null, null, 2];

    /// <summary>What results, waivers and refused results are about.</summary>
    public string[] About { get; init; } = ["a-1-1", "a-1-1", "a-1-1", "b-x-1-1", "b-x-1-1", "brew-build:c-1-1", "U1",
        "compose:C1"];

    public string[] Testcases { get; init; } = ["t", "t", "t", "v"];

    public string?[] Arches { get; init; } = ["x", "x", "x", "y", null];

    public string?[] Scenarios { get; init; } = [null, null, null, null, "s"];

    public string?[] Variants { get; init; } = [null, null, null, null, null, null, "w"];

    public string[] Outcomes { get; init; } =
        ["PASSED", "PASSED", "PASSED", "INFO", "FAILED", "FAILED", "NEEDS_INSPECTION", "ERROR", "QUEUED", "RUNNING",
            "CRASHED"];

    /// <summary>Null is when it is recorded; some lie ahead of that.</summary>
    public double?[] Submitted { get; init; } = [null, 0, 1, 2, 3, 4, 8];

    public string?[] RefUrls { get; init; } = [null, null, "r1", "r2"];

    public string?[] Groups { get; init; } = [null, null, "g1", "g2", "g1 g2"];

    public double?[] DefinitionTimes { get; init; } = [null, null, null, null, 1, 2];

    /// <summary>Results of several items or arches, and ids that collide.</summary>
    public string?[] Rare { get; init; } = [.. Enumerable.Repeat((string?)null, 16), "items", "arches", "A", "A", "B"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<World> All { get; } =
    [
        new("everything", 6, WorldSets.Any),
        new("cells", 4, WorldSets.OfCells)
        {
            Definitions = 1, Closings = 0, Waivers = 1, Policies = 0, Releases = 0, Refusals = 0,
            Aliases = ["U1"], Versions = ["f44"], Contexts = ["stable"], Builds = ["a-1-1"], Subjects = [""],
            About = ["a-1-1"], Testcases = ["t"],
            Arches = ["x", "y", null, null], Scenarios = [null, null, "s", "z"], Variants = [null, null, null, "w"],
            Outcomes = ["PASSED", "PASSED", "FAILED", "ERROR", "QUEUED", "QUEUED", "QUEUED", "RUNNING"],
        },
        new("over", 2, WorldSets.OfAnyCell)
        {
            Definitions = 1, Closings = 0, Waivers = 1, Policies = 0, Watches = 1, Releases = 0, Refusals = 0,
            Aliases = ["U1"], Versions = ["f44"], Contexts = ["stable"], Builds = ["a-1-1"], Subjects = [""],
            About = ["a-1-1"], Testcases = ["t"],
            Arches = ["x", "x", null], Scenarios = [null], Variants = [null], RefUrls = [null, "r1"],
            Groups = [null, "g1", "g1 g2", "g2"],
            Outcomes = ["PASSED", "FAILED", "ERROR", "QUEUED", "QUEUED"], Rare = [null],
        },
        new("variants", 1, WorldSets.OfOneCell)
        {
            Definitions = 1, Closings = 0, Waivers = 1, Policies = 0, Releases = 0, Refusals = 0,
            Aliases = ["U1"], Versions = ["f44"], Contexts = ["stable"], Builds = ["a-1-1"], Subjects = [""],
            About = ["a-1-1"], Testcases = ["t"],
            Arches = ["x"], Scenarios = ["s"], Variants = [null, "w", "q"], Groups = [null], RefUrls = [null],
            Outcomes = ["PASSED", "PASSED", "FAILED", "ERROR", "RUNNING", "RUNNING"],
        },
        new("firsts", 2, WorldSets.OfTwo)
        {
            Definitions = 2, Policies = 0, Waivers = 3, Watches = 1, Releases = 0, Refusals = 0,
            Aliases = ["U1"], Versions = ["f44"], Contexts = ["stable"], Builds = ["a-1-1", "a-1-1", "c-1-1"],
            Subjects = [""], About = ["a-1-1"],
            Testcases = ["t", "v"], Arches = ["x", "x", null], Scenarios = [null], Variants = [null], Groups = [null],
            RefUrls = [null],
            Outcomes = ["PASSED", "FAILED", "FAILED", "ERROR", "ERROR", "RUNNING"],
        },
        new("evidence", 5, WorldSets.OfTheUpdate)
        {
            Definitions = 8, Waivers = 2, Policies = 1, Watches = 1, Refusals = 0,
            Aliases = ["U1"], Versions = ["f44", "f44", "f44", "f45"], Contexts = ["stable"],
            Builds = ["a-1-1", "a-1-1", "c-1-1"],
            Subjects = ["compose:C1", "compose:C1", "compose:C1 image:I1"],
            About = ["U1", "U1", "U1", "productmd-compose:C1"], Testcases = ["t"],
            Arches = ["x", "x", "y", null], Scenarios = [null, null, null, "s"], Variants = [null],
            Outcomes = ["PASSED", "PASSED", "PASSED", "FAILED", "ERROR", "QUEUED", "QUEUED", "RUNNING"],
            Times = [0, 1, 2, 2.01, 3, 3.01, 4, 5], Submitted = [null, 0, 1, 2, 2.005, 2.5, 3, 3.005, 3.5, 4, 5, 8],
            DefinitionTimes = [null, null, null, null, 1, 2, 3], BuildsSince = [null, null, null, null, 2, 3.01, 8],
            Groups = [null],
        },
        new("waivers", 3, WorldSets.OfCells)
        {
            Definitions = 2, Reports = 12, Waivers = 14, Policies = 0, Watches = 6, Refusals = 0,
            Aliases = ["U1", "U1", "U2"], Builds = ["a-1-1"], Subjects = [""],
            About = ["a-1-1", "a-1-1", "a-1-1", "U1"], Testcases = ["t"],
            Outcomes = ["PASSED", "PASSED", "FAILED", "FAILED", "ERROR", "RUNNING"], Groups = [null], RefUrls = [null],
            Arches = ["x", "x", "y", null, null], Scenarios = [null, null, null, null, null, "s"],
            Versions = ["f44", "f44", "f44", "f45"],
        },
        new("sets", 4, WorldSets.OfOneStep)
        {
            Definitions = 2, Reports = 12, Policies = 10, Watches = 6, Refusals = 0, Waivers = 1,
            Aliases = ["U1"], Versions = ["f44"], Contexts = ["stable"], Builds = ["a-1-1", "a-1-1", "a-1-1 c-1-1"],
            Subjects = ["", "compose:C1"],
            About = ["a-1-1", "a-1-1", "compose:C1"], Arches = ["x", "x", null], Scenarios = [null], Groups = [null],
            RefUrls = [null], Variants = [null],
            Outcomes = ["PASSED", "PASSED", "FAILED", "CRASHED", "CRASHED", "RUNNING", "ERROR"],
        },
        new("refusals", 2, WorldSets.OfCells)
        {
            Refusals = 12, Waivers = 1, Builds = ["a-1-1", "a-1-1 c-1-1"], About = ["a-1-1", "a-1-1", "c-1-1"],
            Groups = [null], RefUrls = [null],
            Outcomes = ["PASSED", "FAILED"], Subjects = [""], Policies = 1, Aliases = ["U1"], Variants = [null],
            Rare = [null, null, null, "A", "A", "B", "items"],
        },
    ];

    public override string ToString() => Name;
}
