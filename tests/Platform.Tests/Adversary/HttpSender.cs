using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Gatehouse.Platform.Tests;

/// <summary>A client of the API, which posts to one replica after the other until each fact is answered.</summary>
internal sealed class HttpSender(IReadOnlyList<string> apis, Fates fates)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // What becomes of a list: all of it, some of it, or none of it was taken.
    private static readonly HttpStatusCode[] OfLists =
        [HttpStatusCode.Accepted, HttpStatusCode.MultiStatus, HttpStatusCode.UnprocessableEntity];

    public async Task RunAsync(ChannelReader<Fact> waiting, CancellationToken stopping)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        for (var turn = 0; !stopping.IsCancellationRequested;)
        {
            foreach (var kind in (await waiting.NextAsync(4, stopping)).GroupBy(f => f.Kind))
            {
                List<Fact> facts = [.. kind.Distinct()];
                while (!await PostAsync(http, $"{apis[turn++ % apis.Count]}/api/v1/{kind.Key}s", facts, stopping))
                {
                    fates.SentAgain(1);
                    await Task.Delay(Pause, stopping);
                }

                fates.Done(kind.Count());
            }
        }
    }

    private async Task<bool> PostAsync(HttpClient http, string url, List<Fact> facts, CancellationToken stopping)
    {
        try
        {
            var list = $"[{string.Join(',', facts.Select(f => f.Text))}]";
            using var body = new StringContent(list, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(url), body, stopping);
            var text = await answer.Content.ReadAsStringAsync(stopping);
            if (OfLists.Contains(answer.StatusCode) && JsonNode.Parse(text)?["items"] is JsonArray items)
            {
                foreach (var (fact, item) in facts.Zip(items))
                {
                    fates.Answered(fact, (int)item!["status"]!);
                }

                return true;
            }

            if ((int)answer.StatusCode < 500)
            {
                fates.RefusedAsAWhole($"{url}: {(int)answer.StatusCode} {text}");
                return true;
            }
        }
        catch (Exception e) when (
            e is HttpRequestException or OperationCanceledException or IOException && !stopping.IsCancellationRequested)
        {
            // Sent again.
        }

        return false;
    }
}
