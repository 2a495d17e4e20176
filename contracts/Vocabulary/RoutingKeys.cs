namespace Gatehouse.Contracts;

/// <summary>The routing keys of what goes out. Values are lower case, a dot inside one becomes <c>_</c>.</summary>
public static class RoutingKeys
{
    public static string Result(string subjectType, string outcome) => $"result.{Value(subjectType)}.{Value(outcome)}";

    public static string Rejected(string kind) => $"rejected.{kind}";

    public static string Opened(string context) => $"gate.{Value(context)}.opened";

    public static string FirstFailure(string context) => $"gate.{Value(context)}.first_failure";

    public static string FirstError(string context) => $"gate.{Value(context)}.first_error";

    public static string Complete(string context, Verdict verdict) => $"gate.{Value(context)}.complete.{Value(verdict.ToString())}";

    public static string Changed(string context, Verdict verdict) => $"gate.{Value(context)}.changed.{Value(verdict.ToString())}";

    /// <summary>Only the list of unsatisfied requirements changed; a key of its own, so that nobody has to hear it.</summary>
    public static string ChangedReasons(string context, Verdict verdict) => $"{Changed(context, verdict)}.reasons";

    public static string Closed(string context) => $"gate.{Value(context)}.closed";

    private static string Value(string text) => text.ToLowerInvariant().Replace('.', '_');
}
