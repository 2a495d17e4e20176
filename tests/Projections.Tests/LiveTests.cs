using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Projections.Tests;

/// <summary>The parts of the live stream and the overview that are pure.</summary>
internal sealed class LiveTests
{
    private static readonly About Gate = new() { Packages = ["glibc", "gcc"], Updates = ["U1"], Testcases = ["dist.depcheck"], Contexts = ["push_stable"], Products = ["fedora-44"] };

    [TestCase("", true)]
    [TestCase("package=gcc", true)]
    [TestCase("package=java&package=glibc", true)]
    [TestCase("package=java", false)]
    [TestCase("package=gcc&update=U2", false)]
    [TestCase("testcase=dist.depcheck&context=push_stable&product=fedora-44&types=gate.complete", true)]
    [TestCase("types=result&types=gate.changed", false)]
    public void A_message_names_one_value_of_each_filter(string query, bool wanted)
    {
        var filter = Filter(query);

        Assert.That(filter.Wants("gate.complete", Gate), Is.EqualTo(wanted));
        Assert.That(filter.Wants("rejected.result", About.Nothing), Is.EqualTo(query.Length == 0));
    }

    [Test]
    public void A_result_is_about_all_its_builds_and_an_update_whatever_type_was_sent()
    {
        var recorded = Facts.Passed("glibc-2.42-7.fc44") with { SentType = "brew-build", FurtherItems = ["gcc-16.0.1-3.fc44"] };
        var itself = recorded with { Subject = new Gatehouse.Contracts.Subject("bodhi_update", "U1"), SentType = null, FurtherItems = null };

        var (about, aboutUpdate) = (About.Of(Message(recorded, "U2"), _ => new KnownUpdate("fedora-44", ["push_stable"])), About.Of(Message(itself), _ => null));

        Assert.That((about.Packages, about.Updates, about.Products), Is.EqualTo((new[] { "glibc", "gcc" }, new[] { "U2" }, new[] { "fedora-44" })));
        Assert.That((aboutUpdate.Packages, aboutUpdate.Updates), Is.EqualTo((Array.Empty<string>(), new[] { "U1" })));

        static RecordedResult Message(Gatehouse.Contracts.ResultRecorded result, params string[] updates) =>
            new(result, Gatehouse.Contracts.ResultMessage.From(result, 1, Facts.Epoch, null, 1, true, updates));
    }

    [TestCase("types=gate.first_error", true)]
    [TestCase("types=gate.first_failure", false)]
    public void First_error_is_a_type_of_the_stream(string query, bool wanted) => Assert.That(Filter(query).Wants("gate.first_error", Gate), Is.EqualTo(wanted));

    [Test]
    public void A_frame_is_one_event_and_a_beat_none()
    {
        var frame = Frame.Of(7, "result", About.Nothing, "{}"u8);

        Assert.That(Encoding.UTF8.GetString(frame.Bytes.Span), Is.EqualTo("event: result\nid: 7\ndata: {}\n\n"));
        Assert.That(Encoding.UTF8.GetString(Frame.Counters("{}"u8).Bytes.Span), Is.EqualTo("event: overview\ndata: {}\n\n"));
        Assert.That(Encoding.UTF8.GetString(Frame.Beat(7).Bytes.Span), Is.EqualTo(":\nid: 7\n\n"));
        Assert.That((frame.IsAfter(6), frame.IsAfter(7), Frame.Beat(7).IsAfter(7), Frame.Beat(6).IsAfter(7)), Is.EqualTo((true, false, true, false)));
    }

    [Test]
    public async Task A_listener_that_is_too_slow_has_everything_up_to_a_place_and_is_ended()
    {
        var listener = new Listener(Filter(""));
        var taken = Enumerable.Range(1, Listener.Frames + 2).TakeWhile(i => listener.Offer(Frame.Of(i, "result", About.Nothing, "{}"u8))).Count();

        var left = new List<long>();
        while (listener.Take() is { } frame)
        {
            left.Add(frame.Sequence);
        }

        Assert.That(taken, Is.EqualTo(Listener.Frames));
        Assert.That(left, Is.EqualTo(Enumerable.Range(1, taken)));
        Assert.That(await listener.WaitAsync(default), Is.False);
        Assert.That(listener.Offer(Frame.Beat(99)), Is.False);
    }

    [Test]
    public void What_waits_for_a_listener_is_bounded_in_bytes_too()
    {
        var (listener, heavy) = (new Listener(Filter("")), Frame.Of(1, "result", About.Nothing, new byte[Listener.Bytes / 4]));

        Assert.That(Enumerable.Range(0, 9).TakeWhile(_ => listener.Offer(heavy)).Count(), Is.EqualTo(3));
    }

    [Test]
    public void However_the_log_was_cut_into_pages_the_counters_are_the_same() =>
        Prop.ForAll(Gen.Choose(0, 3_000).ListOf().ToArbitrary(), Gen.Choose(1, 7).NonEmptyListOf().ToArbitrary(), (seconds, sizes) =>
        {
            var (rows, rest, i) = (new Dictionary<short, (long Tens, int Results)>(), seconds.ToList(), 0);
            while (rest.Count > 0)
            {
                var page = new Counters();
                var size = Math.Min(sizes[i++ % sizes.Count], rest.Count);
                rest[..size].ForEach(s => page.Result(Facts.Epoch.AddSeconds(s)));
                rest.RemoveRange(0, size);
                foreach (var (slot, rate) in page.Rates)
                {
                    // As result_rate takes it.
                    var known = rows.GetValueOrDefault(slot);
                    rows[slot] = known.Tens > rate.Tens ? known : (rate.Tens, rate.Results + (known.Tens == rate.Tens ? known.Results : 0));
                }
            }

            var counted = seconds.GroupBy(s => Counters.TensOf(Facts.Epoch.AddSeconds(s))).ToDictionary(same => same.Key, same => same.Count());
            Assert.That(rows, Has.Count.LessThanOrEqualTo(Counters.Slots));
            Assert.That(rows.Values, Is.EquivalentTo(counted.GroupBy(c => c.Key % Counters.Slots).Select(slot => slot.MaxBy(c => c.Key)).Select(c => (c.Key, c.Value))));
        }).QuickCheckThrowOnFailure();

    private static StreamFilter Filter(string query)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).GroupBy(p => p[0], p => p[1]).ToDictionary(p => p.Key, p => new StringValues([.. p]));
        var parameters = new Parameters(new QueryCollection(values), StreamFilter.Parameters);
        var filter = StreamFilter.Read(parameters);
        Assert.That(parameters.Errors, Is.Empty);
        return filter;
    }
}
