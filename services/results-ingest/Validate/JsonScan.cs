using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// One pass over a body's bytes for what no field may hold: bytes that are no UTF-8, text that is no JSON, nesting over the limit, U+0000,
/// lone surrogates, numbers beyond a double, and overlong names inside <c>data</c>. Reasons name the place by its path.
/// </summary>
internal ref struct JsonScan
{
    private readonly ReadOnlySpan<byte> body;
    private readonly ReasonList reasons;
    private readonly JsonPath path;
    private Utf8JsonReader reader;

    private JsonScan(ReadOnlySpan<byte> body, ReasonList reasons)
    {
        this.body = body;
        this.reasons = reasons;
        path = new JsonPath();
        // The reader must get over what is too deep, to find what else is wrong.
        reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = body.Length + 1 });
    }

    /// <summary>Adds a reason for everything found.</summary>
    /// <returns>False if the body is no object with fields.</returns>
    public static bool Read(ReadOnlySpan<byte> body, ReasonList reasons)
    {
        if (body.IsEmpty)
        {
            reasons.Add("", "expected a JSON object, got an empty body");
            return false;
        }

        if (!Utf8.IsValid(body))
        {
            reasons.Add("", "expected JSON in UTF-8, got bytes that are no UTF-8");
            return false;
        }

        try
        {
            return new JsonScan(body, reasons).Run();
        }
        catch (JsonException malformed)
        {
            reasons.Add("", string.Create(CultureInfo.InvariantCulture,
                $"expected JSON, got text that is none (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1})"));
            return false;
        }
    }

    private bool Run()
    {
        var tooDeep = false;
        var isObject = false;
        for (var first = true; reader.Read(); first = false)
        {
            isObject = first ? reader.TokenType == JsonTokenType.StartObject : isObject;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    path.Value();
                    path.Enter(reader.TokenType == JsonTokenType.StartArray);
                    if (path.Depth == Limits.Depth + 1 && !tooDeep)
                    {
                        tooDeep = true;
                        reasons.Add(path.Text(body), $"expected objects and lists nested at most {Limits.Depth} deep");
                    }

                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    path.Leave();
                    break;
                case JsonTokenType.PropertyName:
                    path.Name((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    CheckText("in a name");
                    CheckLength();
                    break;
                case JsonTokenType.String:
                    path.Value();
                    CheckText("");
                    break;
                case JsonTokenType.Number:
                    path.Value();
                    CheckNumber();
                    break;
                default:
                    path.Value();
                    break;
            }
        }

        if (!isObject)
        {
            reasons.Add("", "expected one JSON object");
        }

        return isObject;
    }

    private void CheckText(string where)
    {
        if (reader.ValueIsEscaped && Escapes.FirstRefused(reader.ValueSpan) is { } refused)
        {
            reasons.Add(path.Text(body), $"expected text without {refused} {where}".TrimEnd());
        }
    }

    // Values are cut; a name that is cut would be another one.
    private void CheckLength()
    {
        if (reader.ValueSpan.Length > Limits.Text && path.IsInside("data"u8, body)
            && Encoding.UTF8.GetCharCount(reader.ValueSpan) > Limits.Text
            && reader.GetString()!.Length > Limits.Text)
        {
            reasons.Add(path.Text(body), $"expected text of at most {Limits.Text} characters in a name");
        }
    }

    private void CheckNumber()
    {
        // Zero is what a double makes of a number that is too small; one with thousands of digits is no measurement but an attack on whoever stores it.
        var fits = reader.TryGetDouble(out var number) && double.IsFinite(number) && reader.ValueSpan.Length <= Limits.Text
            && (number != 0 || !HasDigit(reader.ValueSpan));
        if (!fits)
        {
            reasons.Add(path.Text(body), "expected a number that a double can hold");
        }
    }

    private static bool HasDigit(ReadOnlySpan<byte> number)
    {
        var exponent = number.IndexOfAny("eE"u8);
        return (exponent < 0 ? number : number[..exponent]).ContainsAnyInRange((byte)'1', (byte)'9');
    }
}
