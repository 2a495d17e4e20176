using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary>What people do to a running platform, slips included: a lane of its own beside the faults.</summary>
internal sealed class Operations : IDisposable
{
    private readonly Dice dice;
    private readonly Operator @operator;
    private readonly PolicyAuthor author;
    private readonly Diary diary;

    public Operations(Suite suite, Diary diary, int seed)
    {
        (this.diary, dice) = (diary, new Dice(~seed));
        @operator = new Operator(suite);
        author = new PolicyAuthor(suite, @operator, dice);
    }

    public Task RunAsync(CancellationToken enough) => diary.RunAsync(Draw, () => dice.Milliseconds(100, 1_200), enough);

    /// <inheritdoc cref="PolicyAuthor.RestAsync"/>
    public Task RestAsync() => author.RestAsync();

    /// <inheritdoc cref="Operator.Wrong"/>
    public IEnumerable<string> Wrong(IReadOnlyList<Recorded> log) => @operator.Wrong(log);

    public void Dispose() => @operator.Dispose();

    private (string Kind, Func<Task> Deed) Draw()
    {
        var (which, back, wait) = (dice.Of(1_000), dice.OneIn(2), dice.Milliseconds(300, 3_000));
        return dice.Of(10) switch
        {
            < 6 => author.Draw(),
            < 9 => (back ? "release a gate, and take it back" : "release a gate",
                () => @operator.ReleaseAsync(which, back ? wait : null)),
            _ => (back ? "discard a rejection" : "send a rejection again",
                () => @operator.SettleAsync(which, retry: !back)),
        };
    }
}
