using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Projections;

/// <summary>
/// The pages' style sheets, modules and pictures, out of the assembly. Their address holds a hash over all of them, so browsers keep them
/// for good and yet never mix those of two versions.
/// </summary>
internal static class Embedded
{
    private const string Folder = "wwwroot/";
    private static readonly FileExtensionContentTypeProvider Types = new();
    private static readonly Dictionary<string, byte[]> Files = Read();

    /// <summary>The hash over all files.</summary>
    public static string Version { get; } = Hash();

    /// <summary>The address of a file.</summary>
    public static string Url(string name) => $"/assets/{Version}/{name}";

    public static IResult Serve(string version, string name, HttpContext context)
    {
        if (!Files.TryGetValue(name, out var file))
        {
            return Problem.NotFound("such file");
        }

        // A page of another version may still be open, or come from another replica: it gets what there is, and asks again.
        context.Response.GetTypedHeaders().CacheControl = version == Version
            ? new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } }
            : new CacheControlHeaderValue { NoCache = true };
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(file, Types.TryGetContentType(name, out var type) ? type : "text/plain", entityTag: new EntityTagHeaderValue($"\"{Version}\""));
    }

    private static Dictionary<string, byte[]> Read()
    {
        var assembly = typeof(Embedded).Assembly;
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ToDictionary(n => n[Folder.Length..], n =>
            {
                using var bytes = new MemoryStream();
                assembly.GetManifestResourceStream(n)!.CopyTo(bytes);
                return bytes.ToArray();
            });
    }

    private static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files.Values)
        {
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
