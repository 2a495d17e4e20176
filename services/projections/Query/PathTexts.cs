using Gatehouse.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Projections;

/// <summary>
/// Identifiers in paths, decoded once and wholly. The server leaves encoded slashes as they are, so a routed value cannot tell
/// <c>%2F</c> from <c>%252F</c>; the target as it was sent can. Pages for people have the paths of the API, without what comes before.
/// </summary>
public static class PathTexts
{
    private static readonly string[] Api = ["api", "v1"];

    /// <summary>The decoded segment at this place of the API's path, from 0; null where it is missing, holds U+0000 or broken UTF-8, or is longer than any identifier.</summary>
    public static string? PathText(this HttpContext context, int place) =>
        Segment(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, place);

    internal static string? Segment(string target, int place)
    {
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out var absolute))
        {
            // A proxy may send the whole URL.
            target = absolute.PathAndQuery;
        }

        var segments = target.Split('?', 2)[0].TrimStart('/').Split('/');
        place -= segments.AsSpan().StartsWith(Api) ? 0 : Api.Length;
        if (place < 0 || place >= segments.Length)
        {
            return null;
        }

        var text = Uri.UnescapeDataString(segments[place]);
        return text.Length is 0 or > Limits.SubjectId || text.AsSpan().ContainsAny('\0', '\uFFFD') ? null : text;
    }
}
