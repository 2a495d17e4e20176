using System.Text;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A refused body as text that can travel.</summary>
public static class RejectedText
{
    /// <summary>At most 64 KiB of UTF-8; bytes that are none are U+FFFD. A character that the limit would cut is left out.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        // Without flushing, bytes at the end that only begin a character wait for more; those that begin none are replaced.
        var decoder = Encoding.UTF8.GetDecoder();
        var chars = new char[Encoding.UTF8.GetMaxCharCount(Math.Min(body.Length, Limits.KeptOfOversize))];
        var cut = body.Length > Limits.KeptOfOversize;
        var length = decoder.GetChars(cut ? body[..Limits.KeptOfOversize] : body, chars, flush: !cut);

        // A replacement takes three bytes for one, so the text may have outgrown the limit again.
        var bytes = new byte[Limits.KeptOfOversize];
        Encoding.UTF8.GetEncoder().Convert(chars.AsSpan(0, length), bytes, flush: true, out var used, out _, out _);
        return new string(chars, 0, used);
    }
}
