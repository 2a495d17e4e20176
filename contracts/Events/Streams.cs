namespace Gatehouse.Contracts;

/// <summary>The log's streams.</summary>
public static class Streams
{
    /// <summary>The policy sets that came into force.</summary>
    public const string Policies = "policies";

    /// <summary>The editions of the rules that came into force.</summary>
    public const string Editions = "editions";

    /// <summary>The ends of the waivers of one subject.</summary>
    public static string Waivers(Subject subject) => $"waivers/{subject.Key():D}";

    /// <summary>The header of an event that holds the W3C trace it belongs to.</summary>
    public const string TraceHeader = "traceparent";

    /// <summary>What the names of all <see cref="Ingest"/> streams begin with, and of no others.</summary>
    public const string IngestPrefix = "ingest/";

    /// <summary>One batch of facts. Facts guard no invariant, so no two batches share a stream and none contends.</summary>
    public static string Ingest(Guid batch) => $"{IngestPrefix}{batch:D}";

    /// <summary>One gate's decisions.</summary>
    public static string Gate(string alias, string context) => $"gate/{alias}/{context}";
}
