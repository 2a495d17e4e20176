using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>Histories of facts over so few builds, testcases, updates and times that they meet all the time.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Epoch = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly string[] Builds = ["glibc-2.42-7.fc44", "gcc-16.0.1-3.fc44", "java-1.8.0-openjdk-1-2.fc44"];
    private static readonly string[] Outcomes = ["PASSED", "FAILED", "QUEUED", "RUNNING", "CRASHED"];

    private static readonly Subject Compose = new("compose", "Fedora-44-20261129.n.0");

    private static readonly Gen<Subject> Tested = Gen.Frequency(
        (5, Gen.Elements(Builds).Select(Subject.OfBuild)), (2, Gen.Choose(0, 2).Select(alias => Subject.OfUpdate($"U{alias}"))), (1, Gen.Constant(Compose)));

    private static readonly Gen<object> Result =
        from subject in Tested
        from more in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>(Builds)))
        from arch in Gen.Elements(null, "x86_64", "noarch")
        from further in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Constant<string?>("s390x")))
        from variant in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Constant<string?>("Server")))
        from outcome in Gen.Elements(Outcomes)
        from minute in Gen.Choose(0, 4)
        from link in Gen.Elements<string?>(null, "https://ci.example.org/1", "https://ci.example.org/2")
        from tested in Gen.Frequency((4, Gen.Constant(-1)), (1, Gen.Choose(0, 4)))
        select (object)(Passed(Builds[0], arch) with
        {
            Subject = subject, FurtherItems = subject.Type == Subject.Build && more is not null && more != subject.Id ? [more] : null, FurtherArches = further is null ? null : [further],
            Variant = variant, Outcome = outcome, SubmitTime = Epoch.AddMinutes(minute), RefUrl = link, DefinitionTime = tested < 0 ? null : Epoch.AddMinutes(tested),
        });

    private static readonly Gen<object> Definition =
        from alias in Gen.Choose(0, 2)
        from minute in Gen.Choose(0, 4)
        from state in Gen.Frequency((3, Gen.Constant(UpdateState.Open)), (1, Gen.Elements(UpdateState.Withdrawn, UpdateState.Shipped)))
        from builds in Gen.SubListOf(Builds)
        from composed in Gen.Elements(true, false)
        from since in Gen.Frequency((3, Gen.Constant(-1)), (1, Gen.Choose(0, 4)))
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
            Subjects = closing || !composed ? null : [Compose],
            BuildsSince = closing || since < 0 ? null : Epoch.AddMinutes(since),
        };

    private static readonly Gen<object> Policies =
        from crashed in Gen.Elements(OutcomeKind.Fail, OutcomeKind.Running)
        from mutable in Gen.Elements(true, false)
        select (object)new PolicySetInForce("sha256:1", [], "wait")
        {
            Vocabulary = Vocabulary.Default with { Added = new Dictionary<string, OutcomeKind> { ["CRASHED"] = crashed }, Mutable = mutable ? ["compose"] : [] },
        };

    private static readonly Gen<object> Rejection =
        from conflict in Gen.Elements(true, false)
        from result in Result
        let refused = (ResultRecorded)result
        select (object)new MessageRejected
        {
            Id = Guid.NewGuid(), Kind = Kinds.Result, Reasons = [], ReceivedAt = Epoch, Exchange = "gatehouse.results", RoutingKey = "", Size = 1, Truncated = false,
            Conflict = conflict, About = new RejectedResult([.. refused.Subjects], refused.Testcase, null, [.. refused.Arches], null, refused.Outcome, refused.SubmitTime),
        };

    /// <summary>Histories, in log order.</summary>
    public static readonly Arbitrary<object[]> Histories = Gen.Frequency((9, Result), (3, Definition), (1, Policies), (1, Rejection)).ArrayOf().ToArbitrary();

    public static ResultRecorded Passed(string build, string? arch = "x86_64") => new()
    {
        Id = Guid.NewGuid(), Subject = Subject.OfBuild(build), Testcase = "dist.depcheck", Arch = arch, Outcome = "PASSED", SubmitTime = Epoch,
    };
}
