using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>A parameter of an operation, as the OpenAPI document describes it.</summary>
internal sealed record ApiParameter(string Name, string In, JsonObject Schema, JsonNode? Example);

/// <summary>One method of one path of the OpenAPI document.</summary>
internal sealed record ApiOperation(string Method, string Path, IReadOnlyList<ApiParameter> Parameters, JsonObject Json)
{
    public static IReadOnlyList<ApiOperation> All(JsonObject document)
    {
        var schemas = new JsonSchemas(document);
        return
        [
            .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject(), (path, operation) => new ApiOperation(
                operation.Key.ToUpperInvariant(), path.Key,
                [.. (operation.Value!["parameters"]?.AsArray() ?? []).Select(p => schemas.Resolve(p!)).Select(p => new ApiParameter((string)p["name"]!, (string)p["in"]!, schemas.Resolve(p["schema"]!), p["example"]))],
                operation.Value!.AsObject())),
        ];
    }

    public IEnumerable<string> Query => Parameters.Where(p => p.In == "query").Select(p => p.Name);

    /// <summary>The media type of what it takes; null where it takes nothing.</summary>
    public string? Takes => Json["requestBody"]?["content"]?.AsObject().Single().Key;

    /// <summary>The address with these values in its path, else the examples.</summary>
    public string Address(Func<string, string?> value) => Parameters.Where(p => p.In == "path").Aggregate(
        Path, (path, p) => path.Replace($"{{{p.Name}}}", value(p.Name) ?? Uri.EscapeDataString((string)p.Example!), StringComparison.Ordinal));

    public override string ToString() => $"{Method} {Path}";
}
