using System.Diagnostics;
using Gatehouse.Contracts;
using JasperFx.Events;

namespace Gatehouse.Hosting;

/// <summary>
/// The W3C trace that goes with a fact from its publisher's header through the log to the last message it causes. With nobody
/// listening no span is made, and the header is handed on as it came: the trace is unbroken either way.
/// </summary>
public static class Trace
{
    /// <summary>The source of Gatehouse's own spans.</summary>
    public static readonly ActivitySource Source = new("Gatehouse");

    /// <summary>The <c>traceparent</c> of a stored event; null if it has none.</summary>
    public static string? Of(IEvent e) => e.GetHeader(Streams.TraceHeader)?.ToString();

    /// <summary>Starts a span that continues a <c>traceparent</c>; null with nobody listening, or where the header is malformed.</summary>
    public static Activity? Continue(string name, string? traceparent, ActivityKind kind = ActivityKind.Internal) =>
        Source.HasListeners() && ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent)
            : null;

    /// <summary>What to hand on: the span's own, or the header as it came where that is one.</summary>
    public static string? Next(Activity? activity, string? traceparent) =>
        activity?.Id ?? (ActivityContext.TryParse(traceparent, null, out _) ? traceparent : null);
}
