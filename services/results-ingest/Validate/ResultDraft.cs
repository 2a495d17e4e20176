using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>A result as it came, in either form.</summary>
internal sealed record ResultDraft : Draft
{
    private ResultDraft(Delivery delivery)
        : base(delivery)
    {
    }

    /// <summary>The body's <c>id</c>, else the transport's message id; absent without either.</summary>
    public required Field<string> Id { get; init; }
    public required Field<JsonElement?> Subject { get; init; }
    public required Field<string> SubjectType { get; init; }
    public required Field<string> SubjectId { get; init; }
    public required Field<string> Testcase { get; init; }
    public required Field<string> TestcaseRefUrl { get; init; }
    public required Field<string> Scenario { get; init; }
    public required Field<string> Arch { get; init; }
    public required Field<string> Outcome { get; init; }
    public required Field<DateTimeOffset?> SubmitTime { get; init; }
    public required Field<string> RefUrl { get; init; }
    public required Field<string> Note { get; init; }
    public required Field<IReadOnlyList<Field<string>>> Groups { get; init; }
    public required Field<JsonElement?> Data { get; init; }

    public static ResultDraft Read(Delivery delivery, JsonElement json)
    {
        var fields = new FieldReader(json);
        var id = fields.Text("id");
        var (subject, type, identifier) = ReadSubject(fields);
        var (testcase, testcaseRefUrl) = ReadTestcase(fields);
        var draft = new ResultDraft(delivery)
        {
            Id = id.IsAbsent ? new("message_id", delivery.MessageId) : id,
            Subject = subject,
            SubjectType = type,
            SubjectId = identifier,
            Testcase = testcase,
            TestcaseRefUrl = testcaseRefUrl,
            Scenario = fields.Text("scenario"),
            Arch = fields.Text("arch"),
            Outcome = fields.Text("outcome"),
            SubmitTime = fields.Time("submit_time"),
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
        var recorded = new ResultRecorded
        {
            Id = Guid.Empty,
            Subject = new Subject(SubjectType.Value!, SubjectId.Value!),
            Testcase = Testcase.Value!,
            TestcaseRefUrl = TestcaseRefUrl.Value,
            Scenario = Scenario.Value,
            Arch = Arch.Value,
            Outcome = Outcome.Value!.ToUpperInvariant(),
            SubmitTime = SubmitTime.Value ?? DefaultTime,
            SubmitTimeDefaulted = SubmitTime.IsAbsent,
            RefUrl = RefUrl.Value,
            Note = Note.Value,
            Groups = Groups.Value?.Select(group => group.Value!).ToArray(),
            Data = Data.Value,
            UserId = Delivery.UserId,
        };
        var (id, sourceId) = Identify(recorded);
        return recorded with { Id = id, SourceId = sourceId };
    }

    private (Guid Id, string? SourceId) Identify(ResultRecorded recorded) =>
        Id.Value is { } text ? Ids.FromText(text)
        // The same content at the same time is the same result, whoever sends it again.
        : !recorded.SubmitTimeDefaulted ? (Ids.Version5($"content:{ContentHash.Of(recorded)}:{recorded.SubmitTime.UtcTicks}"), null)
        : (Guid.CreateVersion7(ReceivedAt), null);

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
