using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Contracts;
using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>Who operates the platform over HTTP: reloads, gates that are let go, rejections that are settled.</summary>
internal sealed class Operator : IDisposable
{
    private const int Tries = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private readonly ConcurrentQueue<string> found = new();
    private readonly ConcurrentQueue<(DateTimeOffset Begun, DateTimeOffset Ended)> released = new();
    private readonly ConcurrentQueue<(long Sequence, string Gate, bool Released)> letGo = new();
    private readonly List<string> apis;
    private int turn;

    public Operator(Suite suite) =>
        apis = [.. suite.Services.Where(s => s.Kind == GatehouseService.Projections).Select(s => s.BaseUrl)];

    public void Finds(string wrong) => found.Enqueue(wrong);

    /// <summary>What was answered wrongly, or was answered and is not on record.</summary>
    public IEnumerable<string> Wrong(IReadOnlyList<Recorded> log)
    {
        var events = log.ToDictionary(e => e.Sequence, e => e.What);
        var lost = letGo.Where(l => !(events.GetValueOrDefault(l.Sequence) is GateReleased r
            && $"{r.Alias} {r.DecisionContext}" == l.Gate && r.Released == l.Released));
        var unasked = log.Where(e => e.What is PolicySetInForce { Released: true }
            && !released.Any(r => e.At >= r.Begun && e.At <= r.Ended));
        return
        [
            .. found, .. lost.Select(l => $"answered as on record, and is not: {l}"),
            .. unasked.Select(e => $"the set at {e.Sequence} is released, and nobody had it put in force then"),
        ];
    }

    public void Dispose() => http.Dispose();

    /// <summary>Has the folder put in force.</summary>
    /// <param name="query">How.</param>
    public async Task<HttpStatusCode> ReloadAsync(string query)
    {
        var begun = TimeProvider.System.GetUtcNow();
        try
        {
            return (await AskAsync(HttpMethod.Post, $"/api/v1/policies/reload?{query}",
                HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity)).Status;
        }
        finally
        {
            if (query == "release=true")
            {
                // What was asked of a service that froze may still be done when it wakes up.
                released.Enqueue((begun, TimeProvider.System.GetUtcNow().AddSeconds(30)));
            }
        }
    }

    /// <summary>Lets one gate go, and takes that back where it is told to.</summary>
    public async Task ReleaseAsync(int which, TimeSpan? takenBackAfter)
    {
        var status = which % 2 == 0 ? "waiting" : "failed";
        var (_, list) = await AskAsync(HttpMethod.Get, $"/api/v1/updates?status={status}&limit=50", HttpStatusCode.OK);
        var gates = list["items"]!.AsArray().SelectMany(u => u!["gates"]!.AsArray()
            .Where(g => (string)g!["status"]! == status)
            .Select(g => (Alias: (string)u["alias"]!, Context: (string)g!["decision_context"]!))).ToList();
        if (gates.Count == 0)
        {
            throw new InvalidOperationException($"no gate is {status}");
        }

        var (alias, context) = gates[which % gates.Count];
        await PutAsync(HttpMethod.Post, alias, context);
        if (takenBackAfter is { } wait)
        {
            await Task.Delay(wait);
            await PutAsync(HttpMethod.Delete, alias, context);
        }
    }

    /// <summary>Discards a rejection, or sends it again, which is refused: what is wrong with it stays so.</summary>
    public async Task SettleAsync(int which, bool retry)
    {
        var (_, list) = await AskAsync(HttpMethod.Get, "/api/v1/rejections?state=open&limit=50", HttpStatusCode.OK);
        var open = list["items"]!.AsArray();
        if (open.Count == 0)
        {
            throw new InvalidOperationException("no rejection is open");
        }

        var id = (string)open[which % open.Count]!["id"]!;
        _ = retry
            ? await AskAsync(HttpMethod.Post, $"/api/v1/rejections/{id}/retry",
                HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity)
            : await AskAsync(HttpMethod.Post, $"/api/v1/rejections/{id}/discard", HttpStatusCode.OK);
    }

    private async Task PutAsync(HttpMethod method, string alias, string context)
    {
        var (status, answer) = await AskAsync(method, $"/api/v1/updates/{alias}/gates/{context}/release",
            HttpStatusCode.Accepted, HttpStatusCode.Conflict);
        if (status == HttpStatusCode.Accepted && !(bool)answer["repeated"]!)
        {
            letGo.Enqueue(((long)answer["sequence"]!, $"{alias} {context}", method == HttpMethod.Post));
        }
    }

    // Whoever is away is asked again, as anybody would: a replica after the other, for a while.
    private async Task<(HttpStatusCode Status, JsonObject Json)> AskAsync(
        HttpMethod method, string path, params HttpStatusCode[] expected)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return await AskOnceAsync(method, path, expected);
            }
            catch (HttpRequestException) when (left > 1)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private async Task<(HttpStatusCode Status, JsonObject Json)> AskOnceAsync(
        HttpMethod method, string path, HttpStatusCode[] expected)
    {
        using var request = new HttpRequestMessage(method, apis[turn++ % apis.Count] + path);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (expected.Contains(answer.StatusCode))
        {
            return (answer.StatusCode, JsonNode.Parse(text)!.AsObject());
        }

        if ((int)answer.StatusCode < 500)
        {
            Finds($"{method} {path} is answered {(int)answer.StatusCode}: {text}");
            throw new InvalidOperationException($"{method} {path} is answered {(int)answer.StatusCode}");
        }

        throw new HttpRequestException($"{method} {path} is answered {(int)answer.StatusCode}");
    }
}
