using System.Text;
using Gatehouse.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Brings messages to the door at a fixed moment, and says what came of it.</summary>
internal static class Doorstep
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public const string Result = """
        { "id": "0197f3a2-6c1e-7d58-9b53-0c7d0f6f5a11", "subject": { "type": "koji_build", "id": "glibc-2.42-7.fc44" },
          "testcase": "dist.depcheck", "scenario": null, "arch": "x86_64", "outcome": "PASSED", "submit_time": "2026-11-22T10:15:00.123Z",
          "ref_url": "https://ci.example.org/runs/77", "note": "142 checked", "groups": ["5e1c"], "data": { "firmware": ["uefi"] } }
        """;

    public const string Update = """
        { "alias": "FEDORA-2026-1a2b3c", "product_version": "fedora-44", "decision_contexts": ["push_testing", "push_stable"],
          "builds": ["glibc-2.42-7.fc44", "gcc-16.0.1-3.fc44"], "state": "open", "submitter": "kparal", "title": "glibc and gcc",
          "time": "2026-11-22T10:00:00Z", "url": "https://updates.example.org/1" }
        """;

    public const string Waiver = """
        { "id": "w-1", "subject": { "type": "bodhi_update", "id": "FEDORA-2026-1a2b3c" }, "testcase": "dist.depcheck", "scenario": null, "arch": "i386",
          "product_version": null, "waived": true, "comment": "known issue", "username": "kparal", "time": "2026-11-22T10:00:00Z" }
        """;

    /// <summary>An outcome and an alias beside the ones that are there by default.</summary>
    public static readonly Vocabulary Words = Vocabulary.Default with
    {
        Added = new Dictionary<string, OutcomeKind> { ["FLAKY"] = OutcomeKind.Fail },
        Types = new Dictionary<string, string>(Vocabulary.DefaultTypes) { ["fedora-update"] = Subject.Update },
    };

    private static readonly Door Door = new(NullLogger<Door>.Instance);
    private static readonly Lexicon Lexicon = new(Words);

    public static Delivery Delivery(
        string kind, string json, string? messageId = null, DateTimeOffset? at = null, bool redelivered = false,
        string? user = null) =>
        Delivery(kind, Encoding.UTF8.GetBytes(json), messageId, at, redelivered, user);

    public static Delivery Delivery(
        string kind, byte[] body, string? messageId = null, DateTimeOffset? at = null, bool redelivered = false,
        string? user = null) =>
        new(kind, body, at ?? Now)
        {
            Exchange = $"gatehouse.{kind}s", RoutingKey = "any", MessageId = messageId,
            Redelivered = redelivered, UserId = user,
        };

    public static Admission Admit(Delivery delivery, Lexicon? words = null) => Door.Admit(delivery, words ?? Lexicon);

    public static Arrival Arrival(Delivery delivery) => new(delivery, Admit(delivery));

    public static T Recorded<T>(Delivery delivery) => (T)((Admission.Admitted)Admit(delivery)).Event;

    public static ResultRecorded Recorded(
        string json, string? messageId = null, DateTimeOffset? at = null, string? user = null) =>
        Recorded<ResultRecorded>(Delivery(Kinds.Result, json, messageId, at, user: user));

    /// <summary>What a refused result says that it is about.</summary>
    public static RejectedResult? About(string json, string kind = Kinds.Result) =>
        ((Admission.Refused)Admit(Delivery(kind, json))).About;

    public static IReadOnlyList<Reason> Reasons(string kind, byte[] body) =>
        Admit(Delivery(kind, body)) is Admission.Refused refused ? refused.Reasons : [];

    public static IReadOnlyList<Reason> Reasons(string kind, string json) => Reasons(kind, Encoding.UTF8.GetBytes(json));

    public static string[] Fields(string kind, string json) => [.. Reasons(kind, json).Select(reason => reason.Field)];
}
