using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>Whose pages may use the API from a browser: <c>Gatehouse__CorsOrigins</c>, origins with commas between them, or <c>*</c>. By default nobody's.</summary>
internal sealed record CorsOrigins(IReadOnlyList<string> Origins)
{
    private const string Name = "CorsOrigins";

    /// <exception cref="SettingException">One is no origin: it would match nothing, and nobody would know why.</exception>
    public static CorsOrigins Read(IConfiguration configuration)
    {
        var texts = (Settings.Text(configuration, Name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return texts.FirstOrDefault(text => text != "*" && !IsOrigin(text)) is { } other
            ? throw new SettingException(Settings.Variable(Name), "origins such as https://dashboard.example.org with commas between them, or *", other)
            : new CorsOrigins(texts);
    }

    // As browsers send it: no path, no slash at the end.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.GetLeftPart(UriPartial.Authority) == text;
}
