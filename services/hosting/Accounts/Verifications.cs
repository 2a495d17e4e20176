using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Hosting;

/// <summary>
/// Checks secrets against one state of the accounts. A check is slow on purpose, so what it said is remembered: of the
/// last few hundred credentials, good and bad ones apart, so that guessing does not drive out who works. What is
/// remembered is a keyed hash that is of no use outside this process, and ends with this state of the accounts: a
/// revoked account is unknown at once.
/// </summary>
/// <remarks>
/// Few checks run at once, each on a processor of its own, and few wait: a flood of guesses takes half of the machine
/// at most, and those whose credentials are remembered never stand behind it.
/// </remarks>
internal sealed class Verifications(AccountSet accounts)
{
    private const int Remembered = 256;
    private const int MostWaiting = 64;

    private static readonly SemaphoreSlim Turn = new(Math.Max(1, Environment.ProcessorCount / 2));
    private static int waiting;
    private long slow;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly Recent good = new(Remembered);
    private readonly Recent bad = new(Remembered);

    // Who guesses names is told nothing by how long the answer takes.
    private readonly SecretHash nobody =
        SecretHash.OfNobody(accounts.All.Select(a => a.Hash.Rounds).DefaultIfEmpty(SecretHash.Iterations).Max());

    public AccountSet Accounts => accounts;

    /// <summary>How often a secret was checked the slow way.</summary>
    public long Slow => Interlocked.Read(ref slow);

    /// <summary>
    /// Whose these are; null for nobody's. Says <c>Busy</c> where too many wait already: nothing is known then.
    /// </summary>
    public async ValueTask<(Account? Account, bool Busy)> CheckAsync(string name, string secret,
        CancellationToken cancellation)
    {
        var mark = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{name}\0{secret}")));
        if (Known(mark, name) is { } known)
        {
            return (known.Account, false);
        }

        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return (null, true);
        }

        try
        {
            await Turn.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        try
        {
            // The same one may have come many times at once.
            return (Known(mark, name) is { } meanwhile ? meanwhile.Account
                : await Task.Run(() => Check(mark, name, secret), CancellationToken.None), false);
        }
        finally
        {
            Turn.Release();
        }
    }

    private (Account? Account, bool Known)? Known(string mark, string name) =>
        good.Contains(mark) ? (accounts.Find(name), true) : bad.Contains(mark) ? (null, true) : null;

    private Account? Check(string mark, string name, string secret)
    {
        Interlocked.Increment(ref slow);
        var account = accounts.Find(name);
        var right = (account?.Hash ?? nobody).IsOf(secret) && account is not null;
        (right ? good : bad).Add(mark);
        return right ? account : null;
    }

    /// <summary>The last so many of something. The oldest go first.</summary>
    private sealed class Recent(int most)
    {
        private readonly Lock one = new();
        private readonly HashSet<string> marks = new(StringComparer.Ordinal);
        private readonly Queue<string> order = new();

        public bool Contains(string mark)
        {
            lock (one)
            {
                return marks.Contains(mark);
            }
        }

        public void Add(string mark)
        {
            lock (one)
            {
                if (!marks.Add(mark))
                {
                    return;
                }

                order.Enqueue(mark);
                if (order.Count > most)
                {
                    marks.Remove(order.Dequeue());
                }
            }
        }
    }
}
