using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>Which of two facts counts.</summary>
internal sealed class RecencyTests
{
    [Test]
    public void The_later_by_its_own_time_counts_then_a_final_one_then_the_one_recorded_later()
    {
        Recency[] rising =
        [
            Of(0, false, 9), Of(1, false, 3), Of(1, false, 4), Of(1, true, 1), Of(1, true, 2), Of(2, false, 0),
        ];

        Assert.That(rising.OrderBy(r => r.GetHashCode()).Order(), Is.EqualTo(rising));
        Assert.That(rising.Zip(rising.Skip(1)), Has.All.Matches<(Recency Older, Recency Newer)>(p => p.Older < p.Newer && p.Newer > p.Older && p.Older <= p.Newer && p.Newer >= p.Older));
    }

    [TestCase(-60, -60)]
    [TestCase(0, 0)]
    [TestCase(540, 0)]
    public void A_time_ahead_of_arrival_counts_as_arrival(int said, int counts) =>
        Assert.That(Recency.Of(Facts.Epoch.AddSeconds(said), Facts.Epoch, true, 1).Time, Is.EqualTo(Facts.Epoch.AddSeconds(counts)));

    private static Recency Of(int minute, bool final, long sequence) => new(Facts.Epoch.AddMinutes(minute), final, sequence);
}
