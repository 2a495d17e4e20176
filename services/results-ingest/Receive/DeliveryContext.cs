using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// What the bus sees of a <see cref="Delivery"/>: a message of that one type, with no identity, addresses or headers of its own.
/// Foreign messages do not speak MassTransit, so a header that looks like one of its own must not steer it.
/// </summary>
internal sealed class DeliveryContext(ReceiveContext received, Delivery delivery)
    : DeserializerConsumeContext(received, null!) // No serializer: nothing is ever sent on or answered from here.
{
    // No message id: the batch would take two messages of one id for one, and acknowledge the second without looking at it.
    public override Guid? MessageId => null;
    public override Guid? RequestId => null;
    public override Guid? CorrelationId => null;
    public override Guid? ConversationId => null;
    public override Guid? InitiatorId => null;
    public override DateTime? ExpirationTime => null;
    public override Uri SourceAddress => null!;
    public override Uri DestinationAddress => ReceiveContext.InputAddress;
    public override Uri ResponseAddress => null!;
    public override Uri FaultAddress => null!;
    public override DateTime? SentTime => null;
    public override Headers Headers => EmptyHeaders.Instance;
    public override HostInfo Host => null!;
    public override IEnumerable<string> SupportedMessageTypes => [MessageUrn.ForTypeString<Delivery>()];

    public override bool HasMessageType(Type messageType) => messageType == typeof(Delivery);

    public override bool TryGetMessage<T>(out ConsumeContext<T> consumeContext)
    {
        consumeContext = delivery is T message ? new MessageConsumeContext<T>(this, message) : null!;
        return consumeContext is not null;
    }
}
