using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Whoever upgrades from version 1.0 keeps everything: what it decided is told as it said it and never decided again,
/// and what it left waiting goes on by the second edition of the rules (rule 16).
/// </summary>
internal sealed class StoreOfVersionOne
{
    private const string Waiting = "WAIT-ERRORED";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Of a definition and a closing of the same time the closing counts since (rule 9).
    private const string ClosedSince = "REOPENED-AT-THE-SAME-TIME";

    // What stays where it was while a gate waits.
    private static readonly string[] OfWaiting =
        [
            "decision_context", "status", "alias", "revision", "product_version", "verdict", "opened_at", "deadline",
            "overdue",
        ];

    private static readonly string[] OfMessages =
        ["summary", "counts", "unsatisfied", "waived", "revision", "policies", "opened_at", "deadline"];

    private readonly EarlierStore earlier = new("1.0");
    private readonly Dictionary<string, string> troubles = [];
    private readonly Dictionary<string, Answer> answers = [];
    private readonly Dictionary<string, Answer> answersThen = [];
    private IReadOnlyList<Gatehouse.Testing.Heard> heard = [];
    private (IReadOnlyDictionary<string, string?> Before, IReadOnlyDictionary<string, string?> After) tables;
    private ProgramRun replaced = null!;
    private ProgramRun compared = null!;
    private long end;
    private string then = "";
    private Suite suite = null!;
    private ForeignClient client = null!;
    private Database database = null!;

    [OneTimeSetUp]
    public async Task UpgradeAsync()
    {
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        await earlier.RestoreAsync(store);
        database = new Database(store.Postgres);
        end = await database.CountAsync("select max(seq_id) from gatehouse.mt_events");
        then = (await database.TextAsync("""
            select to_char(max(timestamp) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from gatehouse.mt_events
            """))!;
        await using var listener = await Listener.StartAsync(store.RabbitMq);
        var options = new SuiteOptions
        {
            Policies = earlier.Policies,
            Store = store,
            Environment = new Dictionary<string, string> { ["Gatehouse__PublicUrl"] = EarlierStore.PublicUrl },
        };

        var before = await database.FingerprintAsync();
        await StartTooEarlyAsync(store);
        tables = (before, await database.FingerprintAsync());
        replaced = await RebuildRun.AllAsync(store.Postgres, "--replace");
        suite = await Suite.StartAsync(options);
        client = await ForeignClient.StartAsync(suite.Endpoints.Amqp);
        // Whatever follows from what is in the log has been said when this ends.
        await client.FallSilentAsync();
        await database.CaughtUpAsync();
        heard = listener.All;
        foreach (var path in earlier.Answers.Keys)
        {
            answers[path] = await suite.Http.AskAsync(path);
        }

        foreach (var alias in earlier.Answers.Keys.Where(IsUpdate))
        {
            answersThen[alias] = await suite.Http.AskAsync($"{alias}?at={then}");
        }

        compared = await RebuildRun.AllAsync(store.Postgres);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await client.DisposeAsync();
        await suite.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public void Its_tables_are_named_as_older_and_until_they_are_replaced_nothing_is_touched_or_said()
    {
        const string older = "are of an older version: run deploy/rebuild --replace";
        Assert.That(troubles[GatehouseService.Gating], Does.EndWith($"the tables of gating {older}"));
        Assert.That(troubles[GatehouseService.Projections], Does.EndWith($"the tables of the views {older}"));
        Assert.That(tables.After, Is.EqualTo(tables.Before));
        Assert.That(replaced.Output, Does.Contain("its tables were replaced").And.Not.Contain("NOT replaced"));
    }

    [Test]
    public async Task The_second_edition_comes_into_force_once_and_brings_no_other_policy_set()
    {
        const string count = "select count(*) from gatehouse.mt_events where type";
        Assert.That(await database.CountAsync($"{count} = 'edition_in_force'"), Is.EqualTo(1));
        Assert.That(await database.CountAsync($"{count} = 'policy_set_in_force' and seq_id > {end}"), Is.Zero);
    }

    [Test]
    public void Whoever_said_a_verdict_keeps_it_and_is_shown_as_it_was()
    {
        Assert.That(GatesBefore(IsDecided).Count(), Is.GreaterThan(20));
        Assert.Multiple(() =>
        {
            foreach (var (path, gate) in GatesBefore(IsDecided))
            {
                IsAsBefore(GateIn(answers[path], gate), gate, [.. gate.Select(field => field.Key)]);
            }
        });
    }

    [Test]
    public void Whoever_waits_goes_on_waiting_to_the_same_deadline_under_the_second_edition()
    {
        Assert.That(GatesBefore(IsWaiting).Count(), Is.GreaterThan(10));
        Assert.Multiple(() =>
        {
            foreach (var (path, gate) in GatesBefore(IsWaiting).Where(g => (string?)g.Gate["alias"] != ClosedSince))
            {
                var now = GateIn(answers[path], gate);
                IsAsBefore(now, gate, OfWaiting);
                Assert.That((int?)now["edition"], Is.EqualTo(2), $"{gate["alias"]}");
            }
        });
        var closed = answers[$"/api/v1/updates/{ClosedSince}"].Json["gates"]![0]!;
        Assert.That((string?)closed["status"], Is.EqualTo("closed"));
    }

    [Test]
    public void Nothing_is_said_again_and_the_change_of_edition_completes_and_changes_none()
    {
        var again = earlier.Messages.Select(m => m.MessageId).ToHashSet();
        Assert.That(heard.Select(m => m.Properties.MessageId), Has.None.Matches<string?>(id => again.Contains(id!)));
        Assert.That(heard.Where(m => !IsSilence(m)).Select(m => m.Properties.Type),
            Has.All.AnyOf("gate.opened", "gate.closed", "gate.first_failure", "gate.first_error"));
    }

    [Test]
    public void A_moment_before_it_is_told_as_it_was_said()
    {
        var last = earlier.Messages.Where(m => m.IsGate)
            .GroupBy(m => (m.Alias, (string)m.Body["decision_context"]!)).Select(m => m.Last());
        Assert.Multiple(() =>
        {
            foreach (var said in last)
            {
                var path = $"/api/v1/updates/{said.Alias}";
                var gate = GateIn(answersThen[path], said.Body);
                IsAsBefore(gate, said.Body, OfMessages);
                var (status, verdict) = said.Type switch
                {
                    "gate.opened" or "gate.first_failure" => ("waiting", null),
                    "gate.closed" => ("closed", (string?)said.Body["verdict"]),
                    _ => ((string)said.Body["verdict"]!, (string?)said.Body["verdict"]),
                };
                var stood = ((string?)gate["status"], (string?)gate["verdict"]);
                Assert.That(stood, Is.EqualTo((status, verdict)), said.ToString());
                Assert.That((int?)gate["edition"], Is.EqualTo(1), said.ToString());
            }
        });
    }

    [Test]
    public void Its_timelines_are_told_on()
    {
        var timelines = earlier.Answers.Where(a => a.Key.Contains("/timeline", StringComparison.Ordinal)).ToList();
        Assert.That(timelines, Has.Count.GreaterThan(30));
        Assert.Multiple(() =>
        {
            foreach (var (path, before) in timelines)
            {
                Assert.That(answers[path].Status, Is.EqualTo(HttpStatusCode.OK), path);
                Assert.That(Told(answers[path].Json), Is.SupersetOf(Told(before)), path);
            }
        });
    }

    [Test]
    public async Task What_it_said_the_live_stream_still_says()
    {
        await using var stream = await EventSource.OpenAsync($"{suite.Endpoints.Http}/api/v1/stream", from: 0);

        var said = stream.All.Where(s => s.Id <= end)
            .Select(s => (s.Type, Body: JsonNode.Parse(s.Text)!)).ToDictionary(s => Named(s.Body));

        var before = earlier.Messages.Select(m => (Named(m.Body), m.Type));
        Assert.That(said.Select(s => (s.Key, s.Value.Type)), Is.EquivalentTo(before));
        Assert.Multiple(() =>
        {
            foreach (var message in earlier.Messages.Select(m => m.Body))
            {
                var now = said[Named(message)].Body;
                if ((string?)now["subject"]?["type"] == "bodhi_update")
                {
                    // A result about an update that is open names it since.
                    var updates = now["updates"]!.AsArray();
                    updates.Remove(updates.SingleOrDefault(u => (string?)u == (string?)now["subject"]!["id"]));
                }

                Assert.That(Canonical(Known(now, message)), Is.EqualTo(Canonical(message)), now.ToJsonString());
            }
        });
    }

    [Test]
    public void The_same_views_and_gates_are_made_of_it_again() =>
        Assert.That(compared.ExitCode, Is.Zero, compared.Output);

    [Test]
    public async Task It_goes_on()
    {
        var nvr = $"{Waiting.ToLowerInvariant()}-a-1.0-1.fc44";

        // One that waits completes by what it lacked.
        await client.RecordAsync(
            TestUpdate.Result(nvr, TestUpdate.Depcheck("x86_64"), "PASSED"),
            TestUpdate.Result(nvr, new Check("dist.installability", "x86_64"), "PASSED"));
        var complete = await client.Subscriber.UntilAsync(
            m => m.Alias == Waiting && m.Type == "gate.complete", $"{Waiting} goes on");
        Assert.That(complete.RoutingKey, Is.EqualTo("gate.push_stable.complete.passed"), complete.Text);
        Says(complete, ("revision", 1), ("reason", "all_received"), ("edition", 2));
        Assert.That((long)complete.Body["sequence"]!, Is.GreaterThan(end));

        // One that had said its verdict hears a failure.
        await client.RecordAsync(TestUpdate.Result("passed-a-1.0-1.fc44", TestUpdate.Depcheck("x86_64"), "FAILED"));
        var changed = await client.Subscriber.UntilAsync(m => m.Alias == "PASSED", "the failure is heard");
        Assert.That(changed.RoutingKey, Is.EqualTo("gate.push_stable.changed.failed"), changed.Text);
        Says(changed, ("previous_verdict", "passed"), ("reason", "result"), ("edition", 2));

        // One that had failed hears the pass that it lacked.
        await client.RecordAsync(TestUpdate.Result("failed-b-1.0-1.fc44", TestUpdate.Depcheck("i386"), "PASSED"));
        var mended = await client.Subscriber.UntilAsync(m => m.Alias == "FAILED", "the pass is heard");
        Assert.That(mended.RoutingKey, Is.EqualTo("gate.push_stable.changed.passed"), mended.Text);

        // What was sent before is a repeat.
        var definition = JsonNode.Parse((await database.TextAsync("""
            select data::text from gatehouse.mt_events where type = 'update_recorded' and data ->> 'alias' = 'PASSED'
            """))!)!;
        var update = await suite.Http.PostAsync("/api/v1/updates", definition);
        var result = await suite.Http.PostAsync("/api/v1/results", await OlderResultAsync());
        foreach (var answer in new[] { update, result })
        {
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Accepted), answer.Text);
            Assert.That((bool)answer.Json["repeated"]!, answer.Text);
            Assert.That((long)answer.Json["sequence"]!, Is.LessThanOrEqualTo(end), answer.Text);
        }

        // One that had said its verdict is closed.
        await client.Publisher.PublishAsync(
            new TestUpdate("INFO", "small-1", "push_stable", ["info-a-1.0-1.fc44"]).Closing("shipped"));
        var closed = await client.Subscriber.UntilAsync(m => m.Alias == "INFO", "the closing is heard");
        Says(closed, ("type", "gate.closed"), ("verdict", "info"));
        var shown = (await suite.Http.ReadAsync($"/api/v1/updates/INFO?after={closed.Body["sequence"]}"))["gates"]![0]!;
        Assert.That(((string?)shown["status"], (string?)shown["verdict"]), Is.EqualTo(("closed", "info")));

        await client.FallSilentAsync();
        await database.CaughtUpAsync();
        var run = await RebuildRun.AllAsync(suite.Endpoints.Postgres);
        Assert.That(run.ExitCode, Is.Zero, run.Output);
    }

    /// <summary>Starts them on the tables as they lie there, until they say what is wrong with those.</summary>
    private async Task StartTooEarlyAsync(Store store)
    {
        var policies = Directory.CreateTempSubdirectory("gatehouse-policies-");
        try
        {
            foreach (var (name, text) in earlier.Policies)
            {
                await File.WriteAllTextAsync(Path.Combine(policies.FullName, name), text);
            }

            const string nobody = "http://127.0.0.1:1";
            foreach (var service in GatehouseService.All(Ports.Free()).Where(s => s.Kind != GatehouseService.Ingest))
            {
                var (pid, ended) = ProgramRun.Start(
                    service.Assembly, [], ("ASPNETCORE_URLS", service.BaseUrl), ("Gatehouse__Postgres", store.Postgres),
                    ("Gatehouse__RabbitMq", store.RabbitMq), ("Gatehouse__Policies", policies.FullName),
                    ("Gatehouse__NoPolicy", "pass"), ("Gatehouse__PublicUrl", EarlierStore.PublicUrl),
                    ("Gatehouse__IngestUrl", nobody), ("Gatehouse__GatingUrl", nobody));
                using var http = new HttpClient { BaseAddress = new Uri(service.BaseUrl) };
                await Eventually.TrueAsync(
                    async () => (troubles[service.Kind] = await TroubleAsync(http)).Length > 0,
                    $"{service.Kind} says what is wrong", Patience);
                Signals.Send(pid, Signal.Terminate);
                await ended;
            }
        }
        finally
        {
            policies.Delete(recursive: true);
        }
    }

    private static async Task<string> TroubleAsync(HttpClient http)
    {
        try
        {
            var store = (await http.AskAsync("/health/ready")).Json["checks"]!["store"]!;
            var reason = (string?)store["status"] == "unhealthy" ? $"{store["reason"]}" : "";
            return reason.Contains("older version", StringComparison.Ordinal) ? reason : "";
        }
        catch (HttpRequestException)
        {
            // It has yet to start.
            return "";
        }
    }

    /// <summary>The result that was sent in the older form, as it was sent.</summary>
    private async Task<JsonObject> OlderResultAsync()
    {
        var time = await database.TextAsync("""
            select data ->> 'submit_time' from gatehouse.mt_events where data ->> 'source_id' = 'older-dist.depcheck'
            """);
        return new JsonObject
        {
            ["id"] = "older-dist.depcheck",
            ["testcase"] = new JsonObject
            {
                ["name"] = "dist.depcheck",
                ["ref_url"] = "https://docs.example.org/dist.depcheck",
            },
            ["outcome"] = "passed",
            ["submit_time"] = time!.TrimEnd('Z'),
            ["data"] = new JsonObject
            {
                ["item"] = new JsonArray("older-form-a-1.0-1.fc44"),
                ["type"] = new JsonArray("koji_build"),
                ["arch"] = "x86_64",
                ["firmware"] = new JsonArray("bios"),
            },
        };
    }

    private IEnumerable<(string Path, JsonObject Gate)> GatesBefore(Func<JsonObject, bool> which) =>
        from answer in earlier.Answers
        where IsUpdate(answer.Key)
        from gate in answer.Value["gates"]!.AsArray().Select(g => g!.AsObject())
        where which(gate)
        select (answer.Key, gate);

    private static bool IsUpdate(string path) =>
        path.StartsWith("/api/v1/updates/", StringComparison.Ordinal) && path.Count(c => c == '/') == 4;

    private static bool IsWaiting(JsonObject gate) => (string?)gate["status"] == "waiting";

    private static bool IsDecided(JsonObject gate) => !IsWaiting(gate);

    private static bool IsSilence(Gatehouse.Testing.Heard m) =>
        m.Body.Contains("package-", StringComparison.Ordinal)
        || m.Body.Contains("FEDORA-2026-", StringComparison.Ordinal);

    private static JsonNode GateIn(Answer answer, JsonObject like) =>
        answer.Json["gates"]!.AsArray()
            .Single(g => (string?)g!["decision_context"] == (string?)like["decision_context"])!;

    private static void IsAsBefore(JsonNode now, JsonObject before, IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
        {
            Assert.That(
                Canonical(Known(now[field], before[field])), Is.EqualTo(Canonical(before[field])),
                $"{field} of {before["alias"]} for {before["decision_context"]}");
        }
    }

    private static void Says(Heard message, params (string Field, JsonNode Value)[] expected) => Must.BeEqual(
        new JsonObject(expected.Select(e => KeyValuePair.Create(e.Field, message.Body[e.Field]?.DeepClone()))),
        new JsonObject(expected.Select(e => KeyValuePair.Create(e.Field, (JsonNode?)e.Value))));

    // Announcements of rejections have no place in the log.
    private static string Named(JsonNode message) => $"{message["sequence"] ?? message["id"]}";

    // As far as that version could say it; a build that waits says so since.
    private static JsonNode? Known(JsonNode? now, JsonNode? before) => (now, before) switch
    {
        (JsonObject n, JsonObject b) => new JsonObject(b.Where(p => n.ContainsKey(p.Key))
            .Select(p => (p.Key, Now: n[p.Key], Before: p.Value))
            .Select(p => KeyValuePair.Create(
                p.Key, p.Key == "verdict" ? Verdict(p.Now, p.Before) : Known(p.Now, p.Before)))),
        (JsonArray n, JsonArray b) when n.Count == b.Count => new JsonArray([.. n.Zip(b, Known)]),
        _ => now?.DeepClone(),
    };

    private static JsonNode? Verdict(JsonNode? now, JsonNode? before) =>
        before is null && (string?)now == "waiting" ? null : now?.DeepClone();

    private static IEnumerable<(long, string)> Told(JsonNode timeline) =>
        timeline["items"]!.AsArray().Select(i => ((long)i!["sequence"]!, (string)i["type"]!));

    // As text, so that a difference is shown where it is; the order of keys says nothing.
    private static string Canonical(JsonNode? node) => Sorted(node)?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
