using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>A definition, edit or closing of an update as it came.</summary>
internal sealed record UpdateDraft : Draft
{
    private UpdateDraft(Delivery delivery, Lexicon words)
        : base(delivery, words)
    {
    }

    public required Field<string> Alias { get; init; }
    public required Field<string> ProductVersion { get; init; }
    public required Field<IReadOnlyList<Field<string>>> DecisionContexts { get; init; }
    public required Field<IReadOnlyList<Field<string>>> Builds { get; init; }
    public required Field<IReadOnlyList<Field<JsonElement?>>> Subjects { get; init; }
    public required Field<DateTimeOffset?> BuildsSince { get; init; }
    public required Field<UpdateState?> State { get; init; }
    public required Field<string> Submitter { get; init; }
    public required Field<string> Title { get; init; }
    public required Field<DateTimeOffset?> Time { get; init; }
    public required Field<string> Url { get; init; }

    /// <summary>Whether the update is closed by this: then its alias, state and time are enough.</summary>
    public bool IsClosing => State.Value is not (null or UpdateState.Open);

    /// <summary>Those of its subjects that are objects, each as it came.</summary>
    public IEnumerable<UpdateSubject> EachSubject =>
        from entry in Subjects.Value ?? []
        where entry.Value is not null
        select UpdateSubject.Read(new FieldReader(entry.Value!.Value, $"{entry.Path}."), Words);

    public static UpdateDraft Read(Delivery delivery, JsonElement json, Lexicon words)
    {
        var fields = new FieldReader(json);
        return new UpdateDraft(delivery, words)
        {
            Alias = fields.Text("alias"),
            ProductVersion = fields.Text("product_version"),
            DecisionContexts = fields.Texts("decision_contexts"),
            Builds = fields.Texts("builds"),
            Subjects = fields.Objects("subjects"),
            BuildsSince = fields.Time("builds_since"),
            State = ReadState(fields.Text("state")),
            Submitter = fields.Text("submitter"),
            Title = fields.Text("title"),
            Time = fields.Time("time"),
            Url = fields.Text("url"),
        };
    }

    /// <summary>The event this becomes. Only for a draft without reasons against it.</summary>
    public UpdateRecorded ToEvent()
    {
        // However a build is called, it is a build.
        var subjects = EachSubject.Select(subject => new Subject(subject.Type!, subject.Id.Value!)).Distinct()
            .ToLookup(subject => subject.Type == Subject.Build);
        var builds = Once(Builds).Concat(subjects[true].Select(build => build.Id)).Distinct(StringComparer.Ordinal)
            .ToArray();
        return new UpdateRecorded
        {
            Alias = Alias.Value!,
            ProductVersion = ProductVersion.Value,
            DecisionContexts = DecisionContexts.Value is null ? null : [.. Once(DecisionContexts)],
            Builds = IsClosing && Builds.Value is null && builds.Length == 0 ? null : builds,
            Subjects = subjects[false].Any() ? [.. subjects[false]] : null,
            BuildsSince = BuildsSince.Value,
            State = State.Value ?? UpdateState.Open,
            Submitter = Submitter.Value,
            Title = Title.Value,
            Time = Time.Value!.Value,
            Url = Url.Value,
            UserId = Delivery.UserId,
        };
    }

    private static IEnumerable<string> Once(Field<IReadOnlyList<Field<string>>> list) =>
        (list.Value ?? []).Select(item => item.Value!).Distinct(StringComparer.Ordinal);

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

/// <summary>One of an update's subjects as it came.</summary>
/// <param name="SentType">As it was sent.</param>
/// <param name="Type">The type that it stands for.</param>
internal sealed record UpdateSubject(Field<string> SentType, string? Type, Field<string> Id)
{
    public static UpdateSubject Read(FieldReader fields, Lexicon words)
    {
        var sent = fields.Text("type");
        return new UpdateSubject(sent, sent.Value is null ? null : words.TypeOf(sent.Value), fields.Text("id"));
    }
}
