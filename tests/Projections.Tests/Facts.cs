using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>Histories of facts over so few builds, testcases, updates and times that they meet all the time.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Epoch = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly string[] Builds = ["glibc-2.42-7.fc44", "gcc-16.0.1-3.fc44", "java-1.8.0-openjdk-1-2.fc44"];
    private static readonly string[] Outcomes = ["PASSED", "FAILED", "RUNNING"];

    private static readonly Gen<object> Result =
        from build in Gen.Choose(0, Builds.Length - 1)
        from arch in Gen.Elements(null, "x86_64", "noarch")
        from outcome in Gen.Elements(Outcomes)
        from minute in Gen.Choose(0, 4)
        select (object)(Passed(Builds[build], arch) with { Outcome = outcome, SubmitTime = Epoch.AddMinutes(minute) });

    private static readonly Gen<object> Definition =
        from alias in Gen.Choose(0, 2)
        from minute in Gen.Choose(0, 4)
        from state in Gen.Frequency((3, Gen.Constant(UpdateState.Open)), (1, Gen.Elements(UpdateState.Withdrawn, UpdateState.Shipped)))
        from builds in Gen.SubListOf(Builds)
        from bare in Gen.Elements(true, false)
        let closing = bare && state != UpdateState.Open
        select (object)new UpdateRecorded
        {
            Alias = $"U{alias}",
            State = state,
            Time = Epoch.AddMinutes(minute),
            ProductVersion = closing ? null : "fedora-44",
            DecisionContexts = closing ? null : ["push_stable"],
            Builds = closing ? null : [.. builds],
        };

    /// <summary>Histories, in log order.</summary>
    public static readonly Arbitrary<object[]> Histories = Gen.Frequency((3, Result), (1, Definition)).ArrayOf().ToArbitrary();

    public static ResultRecorded Passed(string build, string? arch = "x86_64") => new()
    {
        Id = Guid.NewGuid(), Subject = Subject.OfBuild(build), Testcase = "dist.depcheck", Arch = arch, Outcome = "PASSED", SubmitTime = Epoch,
    };
}
