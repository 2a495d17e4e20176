using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Local;

/// <summary>Where everything is: what <c>endpoints.json</c> says. A process that is not ours, or is not running at this moment, has no entry.</summary>
public sealed record Endpoints(
    [property: JsonPropertyName("http")] string Http,
    [property: JsonPropertyName("ingest_http")] string IngestHttp,
    [property: JsonPropertyName("gating_http")] string GatingHttp,
    [property: JsonPropertyName("amqp")] string Amqp,
    [property: JsonPropertyName("postgres")] string Postgres,
    [property: JsonPropertyName("processes")] IReadOnlyDictionary<string, int> Processes)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Readable) + "\n";

    public static Endpoints Read(string file) => JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(file))!;
}
