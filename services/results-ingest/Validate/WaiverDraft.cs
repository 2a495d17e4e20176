using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>A waiver, or the withdrawal of one, as it came.</summary>
internal sealed record WaiverDraft : Draft
{
    private WaiverDraft(Delivery delivery, Lexicon words)
        : base(delivery, words)
    {
    }

    public required Field<string> Id { get; init; }
    public required Field<JsonElement?> Subject { get; init; }

    /// <summary>As it was sent.</summary>
    public required Field<string> SubjectType { get; init; }
    public required Field<string> SubjectId { get; init; }
    public required Field<string> Testcase { get; init; }
    public required Field<string> Scenario { get; init; }
    public required Field<string> Arch { get; init; }
    public required Field<string> ProductVersion { get; init; }
    public required Field<string> DecisionContext { get; init; }
    public required Field<string> Update { get; init; }
    public required Field<bool?> Waived { get; init; }
    public required Field<string> Comment { get; init; }
    public required Field<string> Username { get; init; }
    public required Field<DateTimeOffset?> Time { get; init; }
    public required Field<DateTimeOffset?> Expires { get; init; }

    /// <summary>The type that the sent one stands for.</summary>
    public string? Type => TypeOf(SubjectType);

    public bool IsWithdrawal => Waived.Value == false;

    /// <summary>From when it holds.</summary>
    public DateTimeOffset From => Time.Value ?? DefaultTime;

    public static WaiverDraft Read(Delivery delivery, JsonElement json, Lexicon words)
    {
        var fields = new FieldReader(json);
        var (subject, type, identifier) = ReadSubject(fields);
        return new WaiverDraft(delivery, words)
        {
            Id = fields.Text("id"),
            Subject = subject,
            SubjectType = type,
            SubjectId = identifier,
            Testcase = fields.Text("testcase"),
            Scenario = fields.Text("scenario"),
            Arch = fields.Text("arch"),
            ProductVersion = fields.Text("product_version"),
            DecisionContext = fields.Text("decision_context"),
            Update = fields.Text("update"),
            Waived = fields.Boolean("waived"),
            Comment = fields.Text("comment"),
            Username = fields.Text("username"),
            Time = fields.Time("time"),
            Expires = fields.Time("expires"),
        };
    }

    /// <summary>The event this becomes. Only for a draft without reasons against it.</summary>
    public WaiverRecorded ToEvent()
    {
        var recorded = new WaiverRecorded
        {
            Id = Guid.Empty,
            Subject = new Subject(Type!, SubjectId.Value!),
            SentType = SentTypeOf(SubjectType),
            Testcase = Testcase.Value!,
            Scenario = Scenario.Value,
            Arch = Arch.Value,
            ProductVersion = ProductVersion.Value,
            DecisionContext = DecisionContext.Value,
            Update = Update.Value,
            Waived = !IsWithdrawal,
            Comment = Comment.Value!,
            Username = Username.Value!,
            Time = From,
            TimeDefaulted = Time.IsAbsent,
            // One that repeats the waiver it withdraws repeats when that expires; a withdrawal that ended would bring
            // the waiver back.
            Expires = IsWithdrawal ? null : Expires.Value,
            UserId = Delivery.UserId,
        };
        var (id, sourceId) = Ids.Of(Id.Value!, recorded);
        return recorded with { Id = id, SourceId = sourceId };
    }
}
