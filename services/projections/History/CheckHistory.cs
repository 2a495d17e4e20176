using System.Buffers.Binary;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>The runs of one check on all builds of a package.</summary>
/// <param name="Newest">The newest run.</param>
/// <param name="Days">Null while there has been one run, which is in the other fields.</param>
public sealed record CheckHistory(string Package, string Testcase, string? Scenario, string? Arch, Run Newest, RunDays? Days)
{
    // What a check is ranked by: 3 flips of 4 say more than 1 of 1.
    private const int Doubt = 8;
    private const int Millionths = 1_000_000;

    /// <summary>The check after a run of it.</summary>
    /// <param name="cell">Where it ran.</param>
    /// <param name="outcomes">Those in use when it was recorded.</param>
    public static CheckHistory Fold(CheckHistory? check, string package, Cell cell, Run run, RunStep step, Outcomes outcomes) => check is null
        ? new(package, cell.Testcase, cell.Scenario, cell.Arch, run, null)
        : (RecencyOf(run, outcomes, 1) > RecencyOf(check.Newest, outcomes, 0) ? check with { Newest = run } : check) with { Days = check.AllDays().Add(step) };

    /// <summary>The days, with that of a single run.</summary>
    public RunDays AllDays() => Days ?? RunDays.Of(Newest.Time, Newest.Outcome);

    /// <summary>The place among flaky checks, in millionths: flips / (pairs + 8) within the window. Null where nothing flipped.</summary>
    public int? Score()
    {
        var flips = Days?.Days.Sum(d => (long)d.Flips) ?? 0;
        return flips == 0 ? null : (int)(flips * Millionths / (Days!.Days.Sum(d => (long)d.Pairs) + Doubt));
    }

    /// <summary>The key of its row. It begins with the package, so that those of a package lie together.</summary>
    public static Guid Key(string package, string testcase, string? scenario, string? arch) => Key(Hash64.Of(package), TextHash.Of(testcase, scenario, arch));

    /// <summary>The same, from the hashes of its halves.</summary>
    internal static Guid Key(long package, Guid check)
    {
        Span<byte> key = stackalloc byte[16];
        check.TryWriteBytes(key, bigEndian: true, out _);
        key[..8].CopyTo(key[8..]);
        BinaryPrimitives.WriteInt64BigEndian(key, package);
        return new Guid(key, bigEndian: true);
    }

    /// <summary>The first and the last key that a check of a package can have.</summary>
    public static (Guid First, Guid Last) Keys(string package)
    {
        Span<byte> key = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(key, Hash64.Of(package));
        key[8..].Clear();
        var first = new Guid(key, bigEndian: true);
        key[8..].Fill(0xFF);
        return (first, new Guid(key, bigEndian: true));
    }

    // Runs come in log order, so of the two it is known which was recorded later.
    private static Recency RecencyOf(Run run, Outcomes outcomes, long order) => new(run.Time, outcomes.KindOf(run.Outcome) != OutcomeKind.Running, order);
}
