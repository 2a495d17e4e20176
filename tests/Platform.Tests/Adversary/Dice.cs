namespace Gatehouse.Platform.Tests;

/// <summary>All that is drawn, from one seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>From 0 to one less.</summary>
    public int Of(int sides) => random.Next(sides);

    public int Between(int least, int less) => random.Next(least, less);

    /// <summary>One time in so many.</summary>
    public bool OneIn(int sides) => random.Next(sides) == 0;

    public T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    /// <summary>One of the last so many.</summary>
    public T PickLate<T>(IReadOnlyList<T> of, int last) => of[random.Next(Math.Max(0, of.Count - last), of.Count)];

    public TimeSpan Milliseconds(int least, int less) => TimeSpan.FromMilliseconds(random.Next(least, less));

    public TimeSpan Seconds(int least, int less) => Milliseconds(least * 1_000, less * 1_000);

    public Guid Uuid()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
