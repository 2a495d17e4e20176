using System.Text.Json;

namespace Gatehouse.ResultsIngest;

/// <summary>Which text is to be redacted, and why: <c>{ "kind", "id", "path", "reason" }</c>.</summary>
internal sealed record RedactRequest(RedactedKind Kind, Guid Id, string Path, string? Reason)
{
    private static readonly string[] Known = ["kind", "id", "path", "reason"];

    /// <summary>The request, or every reason why it is none.</summary>
    public static (RedactRequest? Request, IReadOnlyList<Reason> Reasons) Read(ReadOnlySpan<byte> body)
    {
        using var document = JsonDocument.Parse(body.ToArray());
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return (null, [new Reason("", "expected an object with kind, id and path")]);
        }

        var fields = new FieldReader(document.RootElement);
        return Of(
            fields.Text("kind"), fields.Text("id"), fields.Text("path"), fields.Text("reason"),
            document.RootElement.EnumerateObject().Select(field => field.Name).Except(Known));
    }

    /// <summary>The same of fields that came by another way.</summary>
    public static (RedactRequest? Request, IReadOnlyList<Reason> Reasons) Of(
        Field<string> kind, Field<string> id, Field<string> path, Field<string> reason, IEnumerable<string> unknown)
    {
        var reasons = new List<Reason>();
        RedactedKind? of = kind.Value switch
        {
            "result" => RedactedKind.Result,
            "waiver" => RedactedKind.Waiver,
            "rejection" => RedactedKind.Rejection,
            _ => null,
        };
        Expect(of is not null, kind, "expected one of result, waiver, rejection");
        Guid named = default;
        Expect(id.Value is { } text && Ids.IsUuid(text, out named), id, "expected the UUID of a result, waiver or rejection");
        Expect(path.Value is { Length: > 0 and <= Limits.Text }, path, "expected which text: note, data.console[2], body");
        Expect(reason.Misread is null && reason.Value is not { Length: > Limits.Text }, reason,
            $"expected text of at most {Limits.Text} characters");
        reasons.AddRange(unknown.Select(name => new Reason(name, $"unknown field: expected {string.Join(", ", Known)}")));
        return reasons.Count > 0 ? (null, reasons) : (new RedactRequest(of!.Value, named, path.Value!, reason.Value), []);

        // What came is not quoted: it may be what must not be read.
        void Expect(bool holds, Field<string> field, string what)
        {
            if (!holds)
            {
                reasons.Add(new Reason(field.Path, what));
            }
        }
    }
}
