using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// Where a list goes on: after the item with this time and key. Opaque to clients, and bound to the list and filters that it came
/// with: in another list it would silently skip.
/// </summary>
/// <param name="Time">The item's time, in ticks; 0 where a list is ordered by key alone.</param>
/// <param name="Key">What tells items of one time apart.</param>
public sealed record Cursor(long Time, string Key)
{
    private const int Head = sizeof(long) * 2;
    private const int Longest = 4096;

    /// <summary>The item's time as a moment.</summary>
    public DateTimeOffset At => new(Time, TimeSpan.Zero);

    /// <summary>The key as a number; null if it is none.</summary>
    public long? Number => long.TryParse(Key, out var number) ? number : null;

    public static Cursor After(DateTimeOffset time, string key) => new(time.UtcTicks, key);

    /// <summary>The text that clients hand back: URL-safe.</summary>
    public string Text(string filters)
    {
        var bytes = new byte[Head + Encoding.UTF8.GetByteCount(Key)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Hash64.Of(filters));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long)), Time);
        Encoding.UTF8.GetBytes(Key, bytes.AsSpan(Head));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor; null for any text that is none of these filters.</summary>
    public static Cursor? TryRead(string text, string filters)
    {
        if (text.Length > Longest || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < Head || BinaryPrimitives.ReadInt64BigEndian(bytes) != Hash64.Of(filters))
        {
            return null;
        }

        var time = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(sizeof(long)));
        var key = Encoding.UTF8.GetString(bytes.AsSpan(Head));
        return time >= 0 && time <= DateTimeOffset.MaxValue.Ticks && !key.Contains('\0', StringComparison.Ordinal) ? new Cursor(time, key) : null;
    }
}
