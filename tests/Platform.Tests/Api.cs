using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>An answer of the API.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Text)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    /// <summary>The fields that problem details complain of.</summary>
    public IEnumerable<string> Complaints => Json["errors"]!.AsArray().Select(e => (string)e!["field"]!);
}

/// <summary>A client of the API, by plain HTTP.</summary>
internal static class Api
{
    /// <summary>Reads something that has to be there.</summary>
    public static async Task<JsonObject> ReadAsync(this HttpClient http, string path)
    {
        var answer = await http.AskAsync(path);
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), $"{path}: {answer.Text}");
        return answer.Json;
    }

    public static async Task<Answer> AskAsync(this HttpClient http, string path) => await OfAsync(await http.GetAsync(new Uri(path, UriKind.Relative)));

    public static Task<Answer> PostAsync(this HttpClient http, string path, JsonNode body) => http.PostAsync(path, body.ToJsonString());

    public static async Task<Answer> PostAsync(this HttpClient http, string path, string body, string contentType = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return await OfAsync(await http.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    private static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
        }
    }
}
