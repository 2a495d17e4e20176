using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>A definition, edit or closing of an update as it came.</summary>
internal sealed record UpdateDraft : Draft
{
    private UpdateDraft(Delivery delivery)
        : base(delivery)
    {
    }

    public required Field<string> Alias { get; init; }
    public required Field<string> ProductVersion { get; init; }
    public required Field<IReadOnlyList<Field<string>>> DecisionContexts { get; init; }
    public required Field<IReadOnlyList<Field<string>>> Builds { get; init; }
    public required Field<UpdateState?> State { get; init; }
    public required Field<string> Submitter { get; init; }
    public required Field<string> Title { get; init; }
    public required Field<DateTimeOffset?> Time { get; init; }
    public required Field<string> Url { get; init; }

    /// <summary>Whether the update is closed by this: then its alias, state and time are enough.</summary>
    public bool IsClosing => State.Value is not (null or UpdateState.Open);

    public static UpdateDraft Read(Delivery delivery, JsonElement json)
    {
        var fields = new FieldReader(json);
        return new UpdateDraft(delivery)
        {
            Alias = fields.Text("alias"),
            ProductVersion = fields.Text("product_version"),
            DecisionContexts = fields.Texts("decision_contexts"),
            Builds = fields.Texts("builds"),
            State = ReadState(fields.Text("state")),
            Submitter = fields.Text("submitter"),
            Title = fields.Text("title"),
            Time = fields.Time("time"),
            Url = fields.Text("url"),
        };
    }

    /// <summary>The event this becomes. Only for a draft without reasons against it.</summary>
    public UpdateRecorded ToEvent() => new()
    {
        Alias = Alias.Value!,
        ProductVersion = ProductVersion.Value,
        DecisionContexts = Once(DecisionContexts),
        Builds = Once(Builds),
        State = State.Value ?? UpdateState.Open,
        Submitter = Submitter.Value,
        Title = Title.Value,
        Time = Time.Value!.Value,
        Url = Url.Value,
        UserId = Delivery.UserId,
    };

    private static string[]? Once(Field<IReadOnlyList<Field<string>>> list) => list.Value?.Select(item => item.Value!).Distinct(StringComparer.Ordinal).ToArray();

    private static Field<UpdateState?> ReadState(Field<string> text) => text.Value switch
    {
        null => new(text.Path, null, text.Misread),
        "open" => new(text.Path, UpdateState.Open),
        "withdrawn" => new(text.Path, UpdateState.Withdrawn),
        "obsoleted" => new(text.Path, UpdateState.Obsoleted),
        "shipped" => new(text.Path, UpdateState.Shipped),
        var other => new(text.Path, null, $"expected one of open, withdrawn, obsoleted, shipped, got {FieldReader.Show(other)}"),
    };
}
