using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>Links that we hand out.</summary>
internal static class Links
{
    /// <summary>Where all of an update is to be read: the same as in gate messages.</summary>
    public static string Update(Settings settings, string alias) => $"{Base(settings)}/updates/{Uri.EscapeDataString(alias)}";

    /// <summary>What links begin with, without a slash at its end.</summary>
    public static string Base(Settings settings) => (settings.PublicUrl?.ToString() ?? "").TrimEnd('/');
}
