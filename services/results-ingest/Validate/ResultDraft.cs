using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>A result as it came, in either form.</summary>
internal sealed record ResultDraft : Draft
{
    private ResultDraft(Delivery delivery, Lexicon words)
        : base(delivery, words)
    {
    }

    /// <summary>The body's <c>id</c>, else the transport's message id; absent without either.</summary>
    public required Field<string> Id { get; init; }
    public required Field<JsonElement?> Subject { get; init; }

    /// <summary>As it was sent.</summary>
    public required Field<string> SubjectType { get; init; }

    /// <summary>The identifiers of all that was tested: one, but in the older form.</summary>
    public required Field<IReadOnlyList<Field<string>>> Items { get; init; }
    public required Field<string> Testcase { get; init; }
    public required Field<string> TestcaseRefUrl { get; init; }
    public required Field<string> Scenario { get; init; }

    /// <summary>One, but in the older form.</summary>
    public required Field<IReadOnlyList<Field<string>>> Arches { get; init; }
    public required Field<string> Variant { get; init; }
    public required Field<string> Outcome { get; init; }
    public required Field<DateTimeOffset?> SubmitTime { get; init; }
    public required DateTimeOffset? DefinitionTime { get; init; }
    public required Field<string> RefUrl { get; init; }
    public required Field<string> Note { get; init; }
    public required Field<IReadOnlyList<Field<string>>> Groups { get; init; }
    public required Field<JsonElement?> Data { get; init; }

    /// <summary>Whether it came in the older form: some of what stands in <c>data</c> is no data.</summary>
    public bool IsOlder { get; init; }

    /// <summary>The type that the sent one stands for.</summary>
    public string? Type => TypeOf(SubjectType);

    /// <summary>The keys of what is data.</summary>
    public int DataKeys =>
        Data.Value is not { } data ? 0 : IsOlder ? OlderForm.DataOf(data).Count() : data.GetPropertyCount();

    /// <summary>In how many cells it lands.</summary>
    public int Cells => Math.Max(1, Once(Items).Length) * Math.Max(1, Once(Arches).Length);

    public static ResultDraft Read(Delivery delivery, JsonElement json, Lexicon words)
    {
        var fields = new FieldReader(json);
        var id = fields.Text("id");
        var (subject, type, identifier) = ReadSubject(fields);
        var (testcase, testcaseRefUrl) = ReadTestcase(fields);
        var draft = new ResultDraft(delivery, words)
        {
            Id = id.IsAbsent ? new("message_id", delivery.MessageId) : id,
            Subject = subject,
            SubjectType = type,
            Items = Single(identifier),
            Testcase = testcase,
            TestcaseRefUrl = testcaseRefUrl,
            Scenario = fields.Text("scenario"),
            Arches = Single(fields.Text("arch")),
            Variant = fields.Text("variant"),
            Outcome = fields.Text("outcome"),
            SubmitTime = fields.Time("submit_time"),
            DefinitionTime = fields.TimeIfAny("definition_time"),
            RefUrl = fields.Text("ref_url"),
            Note = fields.Text("note"),
            Groups = fields.Texts("groups"),
            Data = fields.Object("data"),
        };
        return OlderForm.IsUsedBy(draft) ? OlderForm.Read(draft) : draft;
    }

    /// <summary>The event this becomes. Only for a draft without reasons against it.</summary>
    public ResultRecorded ToEvent()
    {
        var (items, arches, texts) = (Once(Items), Once(Arches), new LongTexts());
        var recorded = new ResultRecorded
        {
            Id = Guid.Empty,
            Subject = new Subject(Type!, items[0]),
            SentType = SentTypeOf(SubjectType),
            FurtherItems = items.Length > 1 ? items[1..] : null,
            Testcase = Testcase.Value!,
            TestcaseRefUrl = TestcaseRefUrl.Value,
            Scenario = Scenario.Value,
            Arch = arches.FirstOrDefault(),
            FurtherArches = arches.Length > 1 ? arches[1..] : null,
            Variant = Variant.Value,
            Outcome = Outcome.Value!.ToUpperInvariant(),
            SubmitTime = SubmitTime.Value ?? DefaultTime,
            SubmitTimeDefaulted = SubmitTime.IsAbsent,
            DefinitionTime = DefinitionTime,
            RefUrl = RefUrl.Value,
            Note = texts.Cut(Note.Value, Note.Path),
            Groups = Groups.Value?.Select(group => group.Value!).ToArray(),
            Data = texts.Cut(IsOlder ? OlderForm.Rest(Data.Value) : Data.Value, Data.Path),
            Cut = texts.Paths,
            UserId = Delivery.UserId,
        };
        var (id, sourceId) = Identify(recorded);
        return recorded with { Id = id, SourceId = sourceId };
    }

    private (Guid Id, string? SourceId) Identify(ResultRecorded recorded) =>
        Id.Value is { } text ? Ids.Of(text, recorded)
        // The same content at the same time is the same result, whoever sends it again.
        : !recorded.SubmitTimeDefaulted ? (Ids.Version5($"content:{ContentHash.Of(recorded)}:{recorded.SubmitTime.UtcTicks}"), null)
        : (Guid.CreateVersion7(ReceivedAt), null);

    private static string[] Once(Field<IReadOnlyList<Field<string>>> list) =>
        [.. (list.Value ?? []).Select(item => item.Value).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static Field<IReadOnlyList<Field<string>>> Single(Field<string> field) =>
        field.Value is null ? new(field.Path, null, field.Misread) : new(field.Path, [field]);

    private static (Field<string> Name, Field<string> RefUrl) ReadTestcase(FieldReader fields)
    {
        var noLink = new Field<string>("testcase.ref_url", null);
        if (!fields.TryGet("testcase", out var testcase))
        {
            return (new("testcase", null), noLink);
        }

        switch (testcase.ValueKind)
        {
            case JsonValueKind.Object:
                var inside = new FieldReader(testcase, "testcase.");
                return (inside.Text("name"), inside.Text("ref_url"));
            case JsonValueKind.String:
                return (fields.Text("testcase"), noLink);
            default:
                return (new("testcase", null, $"expected text, or an object with a name, got {FieldReader.Show(testcase)}"), noLink);
        }
    }
}
