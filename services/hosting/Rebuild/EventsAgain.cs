using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gatehouse.Hosting;

/// <summary>
/// Events that were decided again, against those of the log: each must have its like, with the same id and content. A decision comes after its
/// facts in the log, so only what the live fold had outstanding is held, a hash each.
/// </summary>
public sealed class EventsAgain
{
    /// <summary>How many differences are told.</summary>
    public const int Told = 10;

    private readonly Dictionary<Guid, (UInt128 Content, string Name)> outstanding = [];
    private readonly List<string> differences = [];
    private long different;

    /// <summary>How many were decided again and are in the log with the same content.</summary>
    public long Same { get; private set; }

    /// <summary>How many are not: with other content, only here, or only in the log.</summary>
    public long Different => different + outstanding.Count;

    /// <summary>The first differences.</summary>
    public IEnumerable<string> Differences =>
        differences.Concat(outstanding.Select(o => $"{o.Value.Name} ({o.Key}) was decided, but is not in the log")).Take(Told);

    /// <summary>The fold has decided an event. Its place in the log is still to come.</summary>
    public void Decided(Guid id, string name, ReadOnlySpan<byte> content)
    {
        if (!outstanding.TryAdd(id, (Hash(content), name)))
        {
            Tell($"{name} ({id}) was decided twice");
        }
    }

    /// <summary>An event of the log that the fold should have decided by now.</summary>
    public void Found(Guid id, string name, long sequence, ReadOnlySpan<byte> content)
    {
        if (!outstanding.Remove(id, out var decided))
        {
            Tell($"{name} ({id}) at {sequence} of the log was not decided");
        }
        else if (decided.Content != Hash(content))
        {
            Tell($"{name} ({id}) at {sequence} of the log has other content than was decided");
        }
        else
        {
            Same++;
        }
    }

    private void Tell(string difference)
    {
        different++;
        if (differences.Count < Told)
        {
            differences.Add(difference);
        }
    }

    private static UInt128 Hash(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(content));
}
