using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Projections.Tests;

/// <summary>One read for many, and never one that began before it was asked for, or longer before than it may be old.</summary>
internal sealed class FreshTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly List<TaskCompletionSource> reads = [];
    private SemaphoreSlim begun = null!;

    [SetUp]
    public void Forget()
    {
        reads.Clear();
        begun = new SemaphoreSlim(0);
    }

    [TearDown]
    public void Leave() => begun.Dispose();

    [Test]
    public async Task Who_comes_while_one_is_read_waits_for_the_next_with_all_others_who_did()
    {
        using var fresh = new Fresh<string>(clock, TimeSpan.Zero);
        var first = Ask(fresh);
        clock.Advance(TimeSpan.FromTicks(1));
        var late = Enumerable.Range(0, 5).Select(_ => Ask(fresh)).ToList();
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(reads, Has.Count.EqualTo(1));

        reads[0].SetResult();
        Assert.That(await first, Is.EqualTo("1"));
        await BegunAsync(2);
        reads[1].SetResult();

        Assert.That(await Task.WhenAll(late), Is.All.EqualTo("2"));
        Assert.That(reads, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_is_young_enough_is_not_read_again()
    {
        using var fresh = new Fresh<string>(clock, TimeSpan.FromSeconds(1));
        async Task<string> AskAndReadAsync()
        {
            var asked = Ask(fresh);
            reads.ForEach(r => r.TrySetResult());
            return await asked;
        }

        Assert.That(await AskAndReadAsync(), Is.EqualTo("1"));
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(await AskAndReadAsync(), Is.EqualTo("1"));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await AskAndReadAsync(), Is.EqualTo("2"));
    }

    [Test]
    public async Task A_failure_is_told_to_one_and_the_next_reads_again()
    {
        using var fresh = new Fresh<string>(clock, TimeSpan.FromSeconds(1));
        var (first, second) = (Ask(fresh), Ask(fresh));

        reads[0].SetException(new InvalidOperationException("away"));
        await BegunAsync(2);
        reads[1].SetResult();

        Assert.That(async () => await first, Throws.InvalidOperationException);
        Assert.That(await second, Is.EqualTo("2"));
    }

    private Task<string> Ask(Fresh<string> fresh) => fresh.NowAsync(async (_, _) =>
    {
        reads.Add(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var (number, read) = (reads.Count, reads[^1].Task);
        begun.Release();
        await read;
        return $"{number}";
    }, CancellationToken.None).AsTask();

    private async Task BegunAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.That(await begun.WaitAsync(TimeSpan.FromSeconds(30)), "a read begins");
        }
    }
}
