using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>Addresses of pages. An identifier is percent-encoded, slashes included.</summary>
internal static class Paths
{
    /// <summary>The stream of what gates say.</summary>
    public const string Gates = "?types=gate.opened&types=gate.first_failure&types=gate.first_error&types=gate.complete&types=gate.changed&types=gate.closed";

    public static string Update(string alias) => $"/updates/{Uri.EscapeDataString(alias)}";

    public static string Timeline(string alias, string context) => $"{Update(alias)}/gates/{Uri.EscapeDataString(context)}/timeline";

    public static string Build(string nvr) => $"/builds/{Uri.EscapeDataString(nvr)}";

    public static string Rejection(Guid id) => $"/rejections/{id}";

    /// <summary>One check's history: all places it runs at, or one of them.</summary>
    public static string History(Subject subject, string testcase, string? scenario = null, string? arch = null) =>
        "/history" + Query(
            ("subject_type", subject.Type == Subject.Build ? null : subject.Type), ("subject", subject.Id), ("testcase", testcase), ("scenario", scenario), ("arch", arch));

    /// <summary>A query of what has a value; empty if nothing has.</summary>
    public static string Query(params IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? "" : "?" + query;
    }

    /// <summary>The query of this page with another cursor, or none.</summary>
    public static string WithCursor(IQueryCollection query, string? cursor) => Query(query
        .Where(p => p.Key != "cursor").SelectMany(p => p.Value, (p, value) => (p.Key, value)).Append(("cursor", cursor)));
}
