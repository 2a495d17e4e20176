using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>Whatever is killed, and however slow a client is: with the id of its last event it misses nothing and hears nothing twice.</summary>
internal sealed class LiveStreamKept
{
    private static readonly Check Depcheck = TestUpdate.Depcheck("x86_64");

    [Test]
    public async Task Two_replicas_are_killed_in_turn_and_a_client_that_goes_from_one_to_the_other_hears_everything_once()
    {
        var platform = await TwoOfEach.ReadyAsync();
        var replicas = platform.Suite.Services.Where(s => s.Kind == "projections").Select(s => s.BaseUrl).ToList();
        var from = await EndAsync(platform.Database);
        // Two clients that are never at the same replica.
        await using var one = await EventSource.OpenAsync(attempt => $"{replicas[attempt % 2]}/api/v1/stream", from);
        await using var other = await EventSource.OpenAsync(attempt => $"{replicas[(attempt + 1) % 2]}/api/v1/stream", from);

        // Each of them, one of which leads: whoever listens there is cut off.
        foreach (var replica in platform.Suite.Endpoints.Processes.Keys.Where(p => p.StartsWith("projections", StringComparison.Ordinal)).ToList())
        {
            await platform.PassAsync(TestUpdate.New("one-check"));
            var killing = platform.Suite.KillAsync(replica);
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => platform.PassAsync(TestUpdate.New("one-check"))).Append(killing));
            await platform.Suite.ReadyAsync();
        }

        var last = TestUpdate.New("one-check");
        await platform.PassAsync(last);
        var expected = await SaidAsync(platform.Database, from);
        foreach (var stream in new[] { one, other })
        {
            await stream.UntilAsync(s => s.Id == expected[^1], "the last event");
            Assert.That(stream.All.Select(s => s.Id!.Value).TakeWhile(id => id <= expected[^1]), Is.EqualTo(expected));
        }

        Assert.That(one.Opened + other.Opened, Is.GreaterThanOrEqualTo(4), "each was cut off at least once");
    }

    [Test]
    public async Task A_client_that_does_not_read_is_cut_off_and_has_the_rest_when_it_comes_back()
    {
        var (suite, client) = (await OnePlatform.SuiteAsync(), await OnePlatform.ClientAsync());
        var update = TestUpdate.New();
        await using var brisk = await EventSource.OpenAsync($"{suite.Endpoints.Http}/api/v1/stream?package={Package(update)}");
        using var slow = new TcpClient { ReceiveBufferSize = 16 * 1024 };
        var address = new Uri(suite.Endpoints.Http);
        await slow.ConnectAsync(address.Host, address.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/v1/stream?package={Package(update)} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n"));
        await Eventually.TrueAsync(async () => await ListenersAsync(suite) == 2, "both listen");

        // More than the connection holds on its way (the system lets that grow to several MB), and than may wait for a listener.
        var results = Enumerable.Range(0, 3_000).Select(i => Heavy(update, i)).ToList();
        await client.RecordAsync(results);
        await Eventually.TrueAsync(async () => await ListenersAsync(suite) == 1, "the slow one is cut off", TimeSpan.FromMinutes(1));
        await brisk.UntilAsync(s => s.Text.Contains(results[^1].MessageId!, StringComparison.Ordinal), "the last result");
        await Eventually.TrueAsync(() => brisk.All.Count == results.Count, "all results");

        var got = await IdsAsync(slow);
        Assert.That(got, Has.Count.LessThan(results.Count));
        await using var back = await EventSource.OpenAsync(
            $"{suite.Endpoints.Http}/api/v1/stream?package={Package(update)}", got.Count > 0 ? got[^1] : brisk.All[0].Id - 1);
        await back.UntilAsync(s => s.Id == brisk.All[^1].Id, "the last result, at last");
        Assert.That(got.Concat(back.All.Select(s => s.Id!.Value)), Is.EqualTo(brisk.All.Select(s => s.Id!.Value)));
    }

    private static Outgoing Heavy(TestUpdate update, int number)
    {
        var result = TestUpdate.Result(update.Builds[0], new Check($"dist.heavy-{number}", "x86_64"), "PASSED");
        var body = System.Text.Json.Nodes.JsonNode.Parse(result.Body.Span)!.AsObject();
        body["note"] = new string('x', 8_000);
        return Outgoing.Of(result.Exchange, result.RoutingKey, body) with { MessageId = result.MessageId };
    }

    /// <summary>The ids of the whole events that had come before a connection was cut off.</summary>
    private static async Task<List<long>> IdsAsync(TcpClient connection)
    {
        // No more than lies there: that nothing else will come a client that was slow learns from the system only minutes later.
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (connection.Available > 0)
        {
            bytes.Write(buffer, 0, await connection.GetStream().ReadAsync(buffer));
        }

        // Events may be cut between two chunks, each of which begins with its length on a line of its own.
        var text = Regex.Replace(Encoding.UTF8.GetString(bytes.ToArray()), @"\r\n[0-9a-f]+\r\n", "");
        return [.. from block in text.Split("\n\n")[..^1] let lines = block.Split('\n') where lines[0] == "event: result" select long.Parse(lines[1]["id: ".Length..], CultureInfo.InvariantCulture)];
    }

    private static async Task<int> ListenersAsync(Suite suite)
    {
        var metrics = await suite.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = metrics.Split('\n').FirstOrDefault(l => l.StartsWith("gatehouse_stream_listeners", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(Regex.Match(line, @" (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<long> EndAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select position from gatehouse.fold_checkpoint where name = 'views'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What the log says must be heard.</summary>
    private static async Task<List<long>> SaidAsync(NpgsqlDataSource database, long after)
    {
        await using var command = database.CreateCommand("""
            select array_agg(seq_id order by seq_id) from gatehouse.mt_events
            where seq_id > $1 and type in ('result_recorded', 'message_rejected', 'gate_opened', 'gate_first_failure', 'gate_completed', 'gate_changed', 'gate_closed')
            """);
        command.Parameters.Add(new() { Value = after });
        return [.. (long[])(await command.ExecuteScalarAsync())!];
    }

    private static string Package(TestUpdate update) => update.Builds[0].Split("-1.")[0];
}
