using System.Numerics;
using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>
/// How long a testcase takes, counted in buckets that grow with what they hold: 8 to each doubling. A bucket's middle is within 6.25 % of
/// every time in it, and all times that there can be fit into some 250 buckets.
/// </summary>
public static class Turnaround
{
    private const int Bits = 3;
    private const int PerDoubling = 1 << Bits;

    /// <summary>The key of a testcase's buckets.</summary>
    public static Guid KeyOf(string testcase) => TextHash.Of(testcase);

    public static short BucketOf(long seconds)
    {
        if (seconds < PerDoubling)
        {
            return (short)Math.Max(0, seconds);
        }

        var doublings = BitOperations.Log2((ulong)seconds) - Bits;
        return (short)((doublings * PerDoubling) + (seconds >> doublings));
    }

    /// <summary>The middle of a bucket.</summary>
    public static long SecondsOf(short bucket)
    {
        if (bucket < PerDoubling)
        {
            return bucket;
        }

        var doublings = (bucket / PerDoubling) - 1;
        var lowest = (long)(bucket - (doublings * PerDoubling)) << doublings;
        return lowest + (((1L << doublings) - 1) / 2);
    }

    /// <summary>The time that this share of runs took at most.</summary>
    /// <param name="buckets">In their order.</param>
    public static long Percentile(IReadOnlyList<(short Bucket, long Runs)> buckets, double share)
    {
        var wanted = (long)Math.Ceiling(buckets.Sum(b => b.Runs) * share);
        foreach (var (bucket, runs) in buckets)
        {
            wanted -= runs;
            if (wanted <= 0)
            {
                return SecondsOf(bucket);
            }
        }

        throw new ArgumentException("no runs", nameof(buckets));
    }
}
