using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// Version 1.0 was killed between noting that a gate's time is up and deciding by it: the second edition acts on that
/// deadline, since a waiting gate completes at the next fact, deadline or release (rule 16).
/// </summary>
internal sealed class DeadlineOfVersionOne
{
    private const string Alias = "WAIT-MISSING";
    private const string Deadline = "2026-11-29T16:55:00Z";
    private const string Stream = $"gate/{Alias}/push_stable";

    [Test]
    public async Task What_it_had_noted_and_not_decided_by_is_noted_again_and_completes_the_gate()
    {
        var earlier = new EarlierStore("1.0");
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        await earlier.RestoreAsync(store);
        await using var database = new Database(store.Postgres);
        await NoteAsync(database);
        await RebuildRun.AllAsync(store.Postgres, "--replace");

        await using var suite = await Suite.StartAsync(new SuiteOptions { Policies = earlier.Policies, Store = store });

        JsonNode gate = new JsonObject();
        await Eventually.TrueAsync(
            async () => (string?)(gate = await GateAsync(suite))["status"] == "failed", "the gate completes");
        Assert.That(((string?)gate["reason"], (string?)gate["deadline"], (int?)gate["edition"]),
            Is.EqualTo(("deadline", Deadline, (int?)2)));
        await database.CaughtUpAsync();
        Assert.That((await SaidAsync(database, "deadline_passed"), await SaidAsync(database, "gate_completed")),
            Is.EqualTo((2, 1)));
        Assert.That(
            await database.CountAsync("select least::bigint from gatehouse.log_version"),
            Is.EqualTo(StoredEvents.Version), "1.0 cannot fold it any more");
        var compared = await RebuildRun.AllAsync(store.Postgres);
        Assert.That(compared.ExitCode, Is.Zero, compared.Output);
    }

    /// <summary>As it would have left it: a gate that waits, and behind it the note that its time is up.</summary>
    private static async Task NoteAsync(Database database)
    {
        var noted = new DeadlinePassed(Alias, "push_stable", 1, new(2026, 11, 29, 16, 55, 0, TimeSpan.Zero));
        await database.RunAsync($$"""
            update gatehouse.mt_events set data = jsonb_set(data, '{statement,deadline}', '"{{Deadline}}"')
            where stream_id = '{{Stream}}' and type = 'gate_opened';
            insert into gatehouse.mt_events
                (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, headers, is_archived)
            select nextval('gatehouse.mt_events_sequence'), '{{noted.EventId()}}', '{{Stream}}', 2,
                jsonb_build_object('alias', '{{Alias}}', 'deadline', '{{Deadline}}', 'revision', 1,
                    'decision_context', 'push_stable'),
                'deadline_passed', '2026-11-29 16:55:00.2+00',
                'Gatehouse.Contracts.DeadlinePassed, Gatehouse.Contracts', 'null', false;
            update gatehouse.mt_streams set version = 2 where id = '{{Stream}}';
            """);
    }

    private static async Task<JsonNode> GateAsync(Suite suite) =>
        (await suite.Http.ReadAsync($"/api/v1/updates/{Alias}"))["gates"]![0]!;

    private static Task<long> SaidAsync(Database database, string type) => database.CountAsync(
        $"select count(*) from gatehouse.mt_events where stream_id = '{Stream}' and type = '{type}'");
}
