namespace Gatehouse.Hosting;

/// <summary>One message for the exchange <c>gatehouse</c>: exactly what goes over the wire, nothing is added on the way.</summary>
/// <param name="RoutingKey">Chosen by the contract from the message's values.</param>
/// <param name="Type">The routing key without its values.</param>
/// <param name="MessageId">Stable: the same fact sent again has the same id.</param>
/// <param name="Timestamp">When the fact was recorded or decided.</param>
/// <param name="Body">JSON in UTF-8.</param>
/// <param name="Headers">All strings, so that a headers exchange can select by them.</param>
public sealed record BusMessage(
    string RoutingKey, string Type, string MessageId, DateTimeOffset Timestamp, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers);
