using System.Diagnostics;
using System.Text;
using MassTransit;
using RabbitMQ.Client;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// Stands before the bus's own deserializer and takes its place: any bytes under any content type become a <see cref="Delivery"/>.
/// </summary>
internal sealed class DeliveryFilter(string kind, TimeProvider clock) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        // A context that is there already makes the bus skip deserialization.
        context.AddOrUpdatePayload<ConsumeContext>(() => new DeliveryContext(context, Read(context)), existing => existing);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("delivery");

    private Delivery Read(ReceiveContext context)
    {
        var message = context.GetPayload<RabbitMqBasicConsumeContext>();
        return new Delivery(kind, context.Body.GetBytes(), clock.GetUtcNow())
        {
            Exchange = Storable(message.Exchange),
            RoutingKey = Storable(message.RoutingKey ?? ""),
            MessageId = Given(message.Properties.MessageId),
            UserId = Given(message.Properties.UserId),
            TraceParent = TraceParent(message.Properties),
            Redelivered = context.Redelivered,
        };
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : Storable(text);

    // PostgreSQL takes no U+0000 in a text; the names a message travels under are not worth refusing it for.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');

    private static string? TraceParent(IReadOnlyBasicProperties properties)
    {
        if (properties.Headers is null || !properties.Headers.TryGetValue("traceparent", out var value))
        {
            return null;
        }

        // The client hands out long strings as bytes; a publisher may have sent anything under this name.
        var text = value switch { string s => s, byte[] bytes => Encoding.ASCII.GetString(bytes), _ => null };
        return ActivityContext.TryParse(text, null, out _) ? text : null;
    }
}
