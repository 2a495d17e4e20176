using System.Diagnostics;
using Trace = Gatehouse.Hosting.Trace;

namespace Gatehouse.ResultsIngest;

/// <summary>The span of one recorded message, from arrival to commit, in its publisher's trace. With nobody listening it is only the header, handed on.</summary>
internal readonly struct RecordTrace
{
    private readonly Activity? activity;

    private RecordTrace(Activity? activity, string? header) => (this.activity, Header) = (activity, header);

    /// <summary>What the event carries, so that whatever it causes continues the trace.</summary>
    public string? Header { get; }

    public static RecordTrace Begin(Delivery delivery)
    {
        // Spans of one batch are not children of each other.
        var outer = Activity.Current;
        Activity.Current = null;
        var activity = Trace.Continue($"record {delivery.Kind}", delivery.TraceParent, ActivityKind.Consumer);
        activity?.SetStartTime(delivery.ReceivedAt.UtcDateTime);
        Activity.Current = outer;
        return new RecordTrace(activity, Trace.Next(activity, delivery.TraceParent));
    }

    public void End(long sequence)
    {
        activity?.SetTag("gatehouse.sequence", sequence);
        activity?.Dispose();
    }
}
