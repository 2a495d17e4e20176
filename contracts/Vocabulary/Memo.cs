namespace Gatehouse.Contracts;

/// <summary>
/// Keys that are made once for all who ask, for as long as a page of the log lives. A fold asks for those of a result ten times over, and with SHA-256 each
/// time that was a quarter of its work. For one thread at a time.
/// </summary>
/// <typeparam name="TText">The texts that a key is made of; compared by value.</typeparam>
/// <typeparam name="TKey">The key.</typeparam>
/// <param name="make">Makes it: the same for the same texts.</param>
public sealed class Memo<TText, TKey>(Func<TText, TKey> make)
    where TText : notnull
{
    private readonly Dictionary<TText, TKey> made = [];

    public TKey Of(TText texts)
    {
        if (!made.TryGetValue(texts, out var key))
        {
            made[texts] = key = make(texts);
        }

        return key;
    }
}
