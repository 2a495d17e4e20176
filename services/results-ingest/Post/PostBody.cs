using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.ResultsIngest;

/// <summary>A request's body, cut into the messages it holds: one, or those of a list. Each is judged by itself afterwards.</summary>
internal sealed record PostBody(bool IsList, IReadOnlyList<byte[]> Messages)
{
    private const int BadRequest = StatusCodes.Status400BadRequest;
    private const int TooLarge = StatusCodes.Status413PayloadTooLarge;

    /// <summary>Reads and cuts it; what cannot be cut is a problem for the whole request.</summary>
    public static async Task<(PostBody? Body, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request)
    {
        if (!IsJson(request))
        {
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "expected application/json in UTF-8, without content encoding"));
        }

        if (await ReadBytesAsync(request) is not { } bytes)
        {
            return (null, Problem.Of(TooLarge, $"expected at most {Limits.ListBytes} bytes"));
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            return (null, Problem.Of(BadRequest, "expected JSON in UTF-8, got bytes that are no UTF-8"));
        }

        try
        {
            var body = Cut(bytes.Span);
            return body switch
            {
                { IsList: false } when bytes.Length > Limits.Message => (null, Problem.Of(TooLarge, $"expected a message of at most {Limits.Message} bytes")),
                { IsList: true, Messages.Count: 0 } => (null, Problem.Of(StatusCodes.Status422UnprocessableEntity, "expected at least one entry, got an empty list")),
                { Messages.Count: > Limits.ListItems } => (null, Problem.Of(TooLarge, $"expected at most {Limits.ListItems} entries, got {body.Messages.Count}")),
                _ => (body, null),
            };
        }
        catch (JsonException malformed)
        {
            return (null, Problem.Of(BadRequest, string.Create(CultureInfo.InvariantCulture,
                $"expected JSON, got text that is none (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1})")));
        }
    }

    private static bool IsJson(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            return false;
        }

        // Missing means JSON, as on the bus.
        return string.IsNullOrEmpty(request.ContentType)
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && (type.MediaType!.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
                && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpRequest request)
    {
        if (request.ContentLength > Limits.ListBytes)
        {
            return null;
        }

        var whole = new MemoryStream((int)(request.ContentLength ?? 1024));
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is var read and > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > Limits.ListBytes)
            {
                return null;
            }
        }

        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    private static PostBody Cut(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = json.Length + 1 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            reader.Read();
            return new PostBody(false, [json.ToArray()]);
        }

        var messages = new List<byte[]>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            messages.Add(json[start..(int)reader.BytesConsumed].ToArray());
        }

        reader.Read();
        return new PostBody(true, messages);
    }
}
