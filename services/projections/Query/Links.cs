using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>Links that we hand out.</summary>
internal static class Links
{
    /// <summary>Where all of an update is to be read: the same as in gate messages.</summary>
    public static string Update(Settings settings, string alias) => $"{settings.PublicUrl?.ToString().TrimEnd('/')}/updates/{Uri.EscapeDataString(alias)}";
}
