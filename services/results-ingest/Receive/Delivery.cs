using System.Security.Cryptography;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// One message as it arrived, whatever it is: bytes and where they came from. Nothing in it has been interpreted, so making one cannot fail.
/// A body over <see cref="Limits.Message"/> is already cut to <see cref="Limits.KeptOfOversize"/>; <see cref="Size"/> and <see cref="Digest"/> are those of the whole.
/// </summary>
public sealed record Delivery
{
    private readonly Lazy<string> digest;

    /// <param name="kind">One of <see cref="Kinds"/>: what the sender claims it is, by the exchange or path it used.</param>
    /// <param name="body">The whole body; the delivery keeps the array.</param>
    /// <param name="receivedAt">Arrival.</param>
    public Delivery(string kind, byte[] body, DateTimeOffset receivedAt)
    {
        Kind = kind;
        Size = body.Length;
        (ReceivedAt, DefaultTime) = (receivedAt, receivedAt);
        if (body.Length <= Limits.Message)
        {
            Body = body;
            digest = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(body)));
        }
        else
        {
            // The rest of a huge body must not stay in memory for as long as its batch.
            Body = body.AsSpan(0, Limits.KeptOfOversize).ToArray();
            var whole = Convert.ToHexStringLower(SHA256.HashData(body));
            digest = new Lazy<string>(whole);
        }
    }

    public string Kind { get; }
    public ReadOnlyMemory<byte> Body { get; }
    public long Size { get; }
    public bool IsCut => Size > Body.Length;

    /// <summary>SHA-256 of the whole body, in lower case hexadecimal.</summary>
    public string Digest => digest.Value;

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>What times default to: arrival. Of a rejected message that is sent again its first arrival, or it would hide what was tested since.</summary>
    public DateTimeOffset DefaultTime { get; init; }

    /// <summary>Where it was published to; null when it came over HTTP.</summary>
    public string? Exchange { get; init; }

    public string? RoutingKey { get; init; }

    /// <summary>A message of the bus is kept when refused; a request is answered.</summary>
    public bool IsFromBus => Exchange is not null;

    /// <summary>The transport's <c>message_id</c>, any text; null when missing or empty.</summary>
    public string? MessageId { get; init; }

    /// <summary>The AMQP <c>user_id</c>, which the broker has checked, or the HTTP identity.</summary>
    public string? UserId { get; init; }

    /// <summary>A well-formed W3C <c>traceparent</c>, else null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether the broker has handed it out before: then it may be recorded already.</summary>
    public bool Redelivered { get; init; }
}
