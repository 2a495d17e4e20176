using System.Buffers.Binary;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>The runs of one check on all builds of a package.</summary>
/// <param name="SubmitTime">That of the newest run.</param>
/// <param name="Outcome">That of the newest run.</param>
/// <param name="Days">Null while there has been one run, which is in the other fields.</param>
public sealed record CheckHistory(
    string Package, string Testcase, string? Scenario, string? Arch, DateTimeOffset SubmitTime, string Outcome, RunDays? Days)
{
    // What a check is ranked by: 3 flips of 4 say more than 1 of 1.
    private const int Doubt = 8;
    private const int Millionths = 1_000_000;

    /// <summary>The check after a run of it.</summary>
    public static CheckHistory Fold(CheckHistory? check, string package, ResultRecorded result, RunStep step) => check is null
        ? new(package, result.Testcase, result.Scenario, result.Arch, result.SubmitTime, result.Outcome, null)
        : (result.SubmitTime >= check.SubmitTime ? check with { SubmitTime = result.SubmitTime, Outcome = result.Outcome } : check) with { Days = check.AllDays().Add(step) };

    /// <summary>The days, with that of a single run.</summary>
    public RunDays AllDays() => Days ?? RunDays.None.Add(RunStep.First(SubmitTime, Outcome));

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
}
