using System.Text;

namespace Gatehouse.Projections;

/// <summary>A server-sent event as it goes over the wire: made once, written to all who want it.</summary>
/// <param name="Sequence">The place in the log it brings a listener to.</param>
/// <param name="Type">The message's type; null for a heartbeat, which only tells the place.</param>
/// <param name="Bytes">All of it, the empty line at its end included.</param>
public sealed record Frame(long Sequence, string? Type, About About, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A message of the bus. Its JSON has no line breaks, so its data is one line.</summary>
    public static Frame Of(long sequence, string type, About about, ReadOnlySpan<byte> json) => new(sequence, type, about, Lines($"event: {type}\nid: {sequence}\ndata: ", json));

    /// <summary>
    /// Says that the line is alive and how far the log has been looked through. An id without data is no event to a client, but the place it resumes
    /// from: one that hears little does not have the whole log searched again.
    /// </summary>
    public static Frame Beat(long sequence) => new(sequence, null, About.Nothing, Encoding.UTF8.GetBytes($":\nid: {sequence}\n\n"));

    /// <summary>The counters. They have no place in the log.</summary>
    public static Frame Counters(ReadOnlySpan<byte> json) => new(long.MaxValue, StreamFilter.Overview, About.Nothing, Lines($"event: {StreamFilter.Overview}\ndata: ", json));

    /// <summary>Whether somebody who has heard everything up to a place has yet to hear it.</summary>
    public bool IsAfter(long place) => Type is null ? Sequence >= place : Sequence > place;

    private static byte[] Lines(string head, ReadOnlySpan<byte> json)
    {
        var bytes = new byte[head.Length + json.Length + 2];
        Encoding.ASCII.GetBytes(head, bytes);
        json.CopyTo(bytes.AsSpan(head.Length));
        bytes.AsSpan(bytes.Length - 2).Fill((byte)'\n');
        return bytes;
    }
}
