using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The words of the policy set in force, as far as the views have come: which outcomes there are, and which types stand for others.</summary>
internal sealed class WordsInForce(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    private readonly Fresh<Vocabulary> current = new(clock, TimeSpan.Zero);

    /// <summary>Read once for all who ask at the same time.</summary>
    public ValueTask<Vocabulary> NowAsync(CancellationToken cancellation) => current.NowAsync(
        async (_, cancel) =>
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            return await VocabularyRow.ReadAsync(connection, cancel);
        },
        cancellation);

    public void Dispose() => current.Dispose();
}
