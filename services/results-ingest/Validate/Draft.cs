using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>A message as its sender meant it, before anything of it is believed.</summary>
/// <param name="Delivery">Where it came from.</param>
/// <param name="Words">What its words are read by.</param>
internal abstract record Draft(Delivery Delivery, Lexicon Words)
{
    /// <summary>Arrival, to the microsecond: no time lies far ahead of it.</summary>
    public DateTimeOffset ReceivedAt { get; } = TimeConverter.Truncate(Delivery.ReceivedAt);

    /// <summary>The default of times, to the microsecond.</summary>
    public DateTimeOffset DefaultTime { get; } = TimeConverter.Truncate(Delivery.DefaultTime);

    /// <summary>Subject type and identifier, from <c>subject</c>.</summary>
    protected static (Field<JsonElement?> Subject, Field<string> Type, Field<string> Id) ReadSubject(FieldReader fields)
    {
        var subject = fields.Object("subject");
        if (subject.Value is not { } json)
        {
            return (subject, new("subject.type", null), new("subject.id", null));
        }

        var inside = new FieldReader(json, "subject.");
        return (subject, inside.Text("type"), inside.Text("id"));
    }

    /// <summary>The type that the sent one stands for; null while there is none that is a text.</summary>
    protected string? TypeOf(Field<string> sent) => sent.Value is { } type ? Words.TypeOf(type) : null;

    /// <summary>The type as it was sent, where that is an alias.</summary>
    protected string? SentTypeOf(Field<string> sent) => TypeOf(sent) == sent.Value ? null : sent.Value;
}
