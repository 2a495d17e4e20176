using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

internal sealed class HistoryTests
{
    private static readonly string[] Builds = ["glibc-2.42-7.fc44", "glibc-2.42-8.fc44", "gcc-16.0.1-3.fc44"];

    // Days far enough apart to leave the window, times close enough to be equal.
    private static readonly Gen<ResultRecorded> Tested =
        from build in Gen.Elements(Builds)
        from type in Gen.Frequency((5, Gen.Constant(Subject.Build)), (1, Gen.Constant("compose")))
        from arch in Gen.Elements(null, "x86_64")
        from outcome in Gen.Elements("PASSED", "INFO", "FAILED", "NEEDS_INSPECTION", "ERROR", "QUEUED", "RUNNING", "RUNNING", "SOMETHING_ELSE")
        from day in Gen.Elements(0, 0, 1, 2, 60, 89, 90, 91, 150)
        from minute in Gen.Choose(0, 30)
        select Facts.Passed(build, arch) with { Subject = new Subject(type, build), Outcome = outcome, SubmitTime = Facts.Epoch.AddDays(day).AddMinutes(minute) };

    private static readonly Arbitrary<ResultRecorded[]> Runs = Tested.ArrayOf().ToArbitrary();

    [Test]
    public void Days_of_cells_and_checks_are_what_a_naive_look_at_the_log_says_however_it_is_cut() =>
        Prop.ForAll(Runs, Gen.Choose(1, 7).NonEmptyListOf().ToArbitrary(), (log, sizes) =>
        {
            var views = MemoryViews.Of(log, [.. sizes]);
            foreach (var cell in log.GroupBy(r => r.Cell))
            {
                var state = views.Cells[cell.Key.Key()];
                Assert.That(state.History is null, Is.EqualTo(cell.Count() == 1), "one run costs nothing");
                Assert.That(Text(state.History?.Days ?? RunDays.Of(state.Time, state.Outcome)), Is.EqualTo(Naive(cell, log)));
            }

            foreach (var check in log.Where(r => r.Subject.Type == Subject.Build).GroupBy(r => (Package: Nvr.PackageOf(r.Subject.Id), r.Testcase, r.Scenario, r.Arch)))
            {
                var state = views.Checks[CheckHistory.Key(check.Key.Package, check.Key.Testcase, check.Key.Scenario, check.Key.Arch)];
                var newest = check.OrderBy(r => r.SubmitTime).ThenBy(IsOver).Last();
                Assert.That(state.Newest, Is.EqualTo(new Run(newest.SubmitTime, null, newest.Outcome)));
                Assert.That(state.Days is null, Is.EqualTo(check.Count() == 1));
                Assert.That(Text(state.AllDays()), Is.EqualTo(Naive(check, log)));
            }

            var times = log.GroupBy(r => r.Cell).SelectMany(c => Steps([.. c])).Where(s => s.Seconds is not null).GroupBy(s => Turnaround.BucketOf(s.Seconds!.Value));
            Assert.That(views.Turnarounds.Select(t => (t.Key.Bucket, t.Value)), Is.EquivalentTo(times.Select(t => (t.Key, (long)t.Count()))));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void An_outcome_that_is_declared_is_compared_and_timed_as_its_kind()
    {
        var words = new PolicySetInForce("sha256:1", [], "wait")
        {
            Vocabulary = Vocabulary.Default with { Added = new Dictionary<string, OutcomeKind> { ["CRASHED"] = OutcomeKind.Fail, ["BOOTING"] = OutcomeKind.Running } },
        };
        ResultRecorded At(int minute, string outcome) => Facts.Passed(Builds[0]) with { Outcome = outcome, SubmitTime = Facts.Epoch.AddMinutes(minute) };

        var day = MemoryViews.Of([words, At(0, "PASSED"), At(1, "BOOTING"), At(5, "CRASHED")]).Cells.Values.Single().History!.Days.Days.Single();

        Assert.That((day.Pairs, day.Flips, day.Timed, day.Seconds), Is.EqualTo((1, 1, 1, 240)));
    }

    [Test]
    public void A_run_of_several_arches_is_timed_once()
    {
        var queued = Facts.Passed(Builds[0], "x86_64") with { FurtherArches = ["i386"], Outcome = "QUEUED" };

        var views = MemoryViews.Of([queued, queued with { Id = Guid.NewGuid(), Outcome = "PASSED", SubmitTime = Facts.Epoch.AddMinutes(1) }]);

        Assert.That(views.Turnarounds.Values.Sum(), Is.EqualTo(1));
    }

    [Test]
    public void However_the_log_was_cut_into_pages_the_bytes_are_the_same() =>
        Prop.ForAll(Runs, Gen.Choose(1, 7).NonEmptyListOf().ToArbitrary(), (log, sizes) =>
        {
            var (cut, whole) = (MemoryViews.Of(log, [.. sizes]), MemoryViews.Of(log));
            Assert.That(Bytes(cut), Is.EquivalentTo(Bytes(whole)));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void A_check_that_runs_every_hour_for_three_years_has_no_larger_row_than_one_of_three_months()
    {
        static int SizeAfter(int days) => Packed.Of(Enumerable.Range(0, days * 24).Aggregate(
            RunDays.None, (all, hour) => all.Add(RunStep.First(Facts.Epoch.AddHours(hour), hour % 7 == 0 ? "FAILED" : "PASSED")))).Length;

        Assert.That(SizeAfter(1095), Is.EqualTo(SizeAfter(95)).Within(50).And.LessThan(1500));
    }

    [Test]
    public void A_time_is_within_a_sixteenth_of_the_middle_of_its_bucket_and_buckets_are_few() =>
        Prop.ForAll(Gen.Choose(0, 7_000_000).Select(s => (long)s * s / 7_000).ToArbitrary(), seconds =>
        {
            var bucket = Turnaround.BucketOf(seconds);
            Assert.That(Math.Abs(Turnaround.SecondsOf(bucket) - seconds), Is.LessThanOrEqualTo(seconds * 0.0625));
            Assert.That(bucket, Is.InRange(0, 260));
            Assert.That(Turnaround.BucketOf(seconds + 1), Is.InRange(bucket, bucket + 1));
        }).QuickCheckThrowOnFailure();

    [TestCase(0.5, 4)]
    [TestCase(0.9, 7)]
    [TestCase(1.0, 7)]
    public void Percentiles_are_times_that_this_share_took_at_most(double share, long seconds) =>
        Assert.That(Turnaround.Percentile([(1, 2), (4, 6), (7, 2)], share), Is.EqualTo(seconds));

    [Test]
    public void Few_pairs_say_little()
    {
        static CheckHistory Check(int pairs, int flips) => new("glibc", "t", null, null, new Run(Facts.Epoch, null, "PASSED"), new RunDays(["PASSED"], [new RunDay(1, pairs, flips, 0, 0, [pairs])]));

        Assert.That(Check(10, 8).Score(), Is.GreaterThan(Check(1, 1).Score()!.Value));
        Assert.That(Check(10, 0).Score(), Is.Null);
    }

    [Test]
    public void Checks_of_a_package_lie_together()
    {
        var (first, last) = CheckHistory.Keys("glibc");

        Assert.That(Between("glibc"), Is.True);
        Assert.That(Between("gcc"), Is.False);

        // As PostgreSQL compares them: byte by byte.
        bool Between(string package)
        {
            var key = CheckHistory.Key(package, "dist.depcheck", null, "x86_64").ToString("N");
            return string.CompareOrdinal(first.ToString("N"), key) <= 0 && string.CompareOrdinal(key, last.ToString("N")) <= 0;
        }
    }

    /// <summary>Each run with all runs of its cell before it in view.</summary>
    private static IEnumerable<(ResultRecorded Run, bool Pair, bool Flip, long? Seconds)> Steps(IReadOnlyList<ResultRecorded> cell)
    {
        for (var i = 0; i < cell.Count; i++)
        {
            var (run, before) = (cell[i], cell.Take(i).ToList());
            var last = before.LastOrDefault(r => Passed(r) is not null);
            var pair = last is not null && Passed(run) is not null;
            // Late runs neither begin nor end anything.
            var inTime = cell.Take(i + 1).Where((r, n) => cell.Take(n).All(b => (b.SubmitTime, IsOver(b)).CompareTo((r.SubmitTime, IsOver(r))) <= 0)).ToList();
            long? seconds = null;
            if (inTime[^1] == run && Ends(run))
            {
                var under = inTime.SkipLast(1).Reverse().TakeWhile(r => !Ends(r)).Reverse().ToList();
                var start = under.LastOrDefault(r => r.Outcome == "QUEUED") ?? under.FirstOrDefault(r => r.Outcome == "RUNNING");
                seconds = start is null ? null : (long)(run.SubmitTime - start.SubmitTime).TotalSeconds;
            }

            yield return (run, pair, pair && Passed(run) != Passed(last!), seconds);
        }
    }

    // What nobody declares is taken for an error.
    private static bool IsOver(ResultRecorded run) => run.Outcome is not ("QUEUED" or "RUNNING");

    private static bool? Passed(ResultRecorded run) => run.Outcome switch { "PASSED" or "INFO" => true, "FAILED" or "NEEDS_INSPECTION" => false, _ => null };

    private static bool Ends(ResultRecorded run) => Passed(run) is not null || run.Outcome == "ERROR";

    private static string Naive(IEnumerable<ResultRecorded> runs, IEnumerable<ResultRecorded> log)
    {
        var cells = runs.Select(r => r.Cell).ToHashSet();
        var newest = runs.Max(r => r.SubmitTime.UtcDateTime.Date);
        var days = log.GroupBy(r => r.Cell).Where(c => cells.Contains(c.Key)).SelectMany(c => Steps([.. c]))
            .Where(s => s.Run.SubmitTime.UtcDateTime.Date > newest.AddDays(-90)).GroupBy(s => s.Run.SubmitTime.UtcDateTime.Date).OrderBy(d => d.Key);
        return string.Join('\n', days.Select(d =>
            $"{d.Key:yyyy-MM-dd} {d.Count(s => s.Pair)} {d.Count(s => s.Flip)} {d.Count(s => s.Seconds is not null)} {d.Sum(s => s.Seconds ?? 0)} "
            + string.Join(',', d.GroupBy(s => s.Run.Outcome).OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Count()}"))));
    }

    private static string Text(RunDays days) => string.Join('\n', days.Days.Select(d =>
        $"{RunStep.DateOf(d.Day):yyyy-MM-dd} {d.Pairs} {d.Flips} {d.Timed} {d.Seconds} "
        + string.Join(',', d.Counts.Select((count, i) => (Count: count, Name: days.Outcomes[i])).Where(o => o.Count > 0).OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => $"{o.Name}={o.Count}"))));

    private static List<string> Bytes(MemoryViews views) =>
    [
        .. views.Cells.Select(c => $"{c.Key} {Convert.ToHexString(Packed.Of(c.Value.History))}"),
        .. views.Checks.Select(c => $"{c.Key} {c.Value with { Days = null }} {Convert.ToHexString(Packed.Of(c.Value.Days))}"),
        .. views.Turnarounds.Select(t => $"{t}"),
    ];
}
