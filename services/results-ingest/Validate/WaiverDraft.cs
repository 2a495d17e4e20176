using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>A waiver, or the withdrawal of one, as it came.</summary>
internal sealed record WaiverDraft : Draft
{
    private WaiverDraft(Delivery delivery)
        : base(delivery)
    {
    }

    public required Field<string> Id { get; init; }
    public required Field<JsonElement?> Subject { get; init; }
    public required Field<string> SubjectType { get; init; }
    public required Field<string> SubjectId { get; init; }
    public required Field<string> Testcase { get; init; }
    public required Field<string> Scenario { get; init; }
    public required Field<string> Arch { get; init; }
    public required Field<string> ProductVersion { get; init; }
    public required Field<bool?> Waived { get; init; }
    public required Field<string> Comment { get; init; }
    public required Field<string> Username { get; init; }
    public required Field<DateTimeOffset?> Time { get; init; }

    public static WaiverDraft Read(Delivery delivery, JsonElement json)
    {
        var fields = new FieldReader(json);
        var (subject, type, identifier) = ReadSubject(fields);
        return new WaiverDraft(delivery)
        {
            Id = fields.Text("id"),
            Subject = subject,
            SubjectType = type,
            SubjectId = identifier,
            Testcase = fields.Text("testcase"),
            Scenario = fields.Text("scenario"),
            Arch = fields.Text("arch"),
            ProductVersion = fields.Text("product_version"),
            Waived = fields.Boolean("waived"),
            Comment = fields.Text("comment"),
            Username = fields.Text("username"),
            Time = fields.Time("time"),
        };
    }

    /// <summary>The event this becomes. Only for a draft without reasons against it.</summary>
    public WaiverRecorded ToEvent()
    {
        var (id, sourceId) = Ids.FromText(Id.Value!);
        return new WaiverRecorded
        {
            Id = id,
            SourceId = sourceId,
            Subject = new Subject(SubjectType.Value!, SubjectId.Value!),
            Testcase = Testcase.Value!,
            Scenario = Scenario.Value,
            Arch = Arch.Value,
            ProductVersion = ProductVersion.Value,
            Waived = Waived.Value ?? true,
            Comment = Comment.Value!,
            Username = Username.Value!,
            Time = Time.Value ?? DefaultTime,
            TimeDefaulted = Time.IsAbsent,
            UserId = Delivery.UserId,
        };
    }
}
