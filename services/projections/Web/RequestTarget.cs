using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Gatehouse.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Projections;

/// <summary>
/// The address of a request as it was sent. The server passes over percent signs that encode nothing, or no text: then a filter would
/// look for what nobody meant, and find nothing.
/// </summary>
internal static class RequestTarget
{
    private const string Expected = "expected UTF-8, percent-encoded: % and two hexadecimal digits for each byte (%25 for a percent sign), and no U+0000";

    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        Errors(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget) is { Count: > 0 } errors
            ? Problem.BadRequest(errors).ExecuteAsync(context)
            : next(context);

    /// <summary>What is wrong with its path and its parameters.</summary>
    internal static IReadOnlyList<Reason> Errors(string target)
    {
        var (path, query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        var errors = new List<Reason>();
        if (!IsText(path))
        {
            errors.Add(new Reason("path", Expected));
        }

        foreach (var parameter in query.Split('&').Where(parameter => !IsText(parameter)))
        {
            var name = parameter.Split('=')[0];
            errors.Add(new Reason(IsText(name) ? Uri.UnescapeDataString(name) : name, Expected));
        }

        return errors;
    }

    private static bool IsText(string encoded)
    {
        if (!encoded.Contains('%', StringComparison.Ordinal))
        {
            return !encoded.Contains('\0', StringComparison.Ordinal);
        }

        var bytes = new ArrayBufferWriter<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                Encoding.UTF8.GetBytes(encoded.AsSpan(i, 1), bytes);
            }
            else if (i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                bytes.Write([Convert.ToByte(encoded.Substring(i + 1, 2), 16)]);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        return Utf8.IsValid(bytes.WrittenSpan) && !bytes.WrittenSpan.Contains((byte)0);
    }
}
