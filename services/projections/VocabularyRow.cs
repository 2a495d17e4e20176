using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The words of the policy set in force, as the row that the fold keeps of them.</summary>
internal static class VocabularyRow
{
    /// <summary>What is read; the default before the first set.</summary>
    public const string Select = "select words::text from vocabulary";

    private const string Save = "insert into vocabulary (words) values ($1::jsonb) on conflict (one) do update set words = excluded.words";

    public static Vocabulary Of(string? words) => words is null ? Vocabulary.Default : JsonSerializer.Deserialize<Vocabulary>(words, Json.Stored)!;

    public static NpgsqlBatchCommand Command(Vocabulary words) => Rows.Command(Save, JsonSerializer.Serialize(words, Json.Stored));

    /// <summary>The words in force, where no fold is under way.</summary>
    public static async Task<Vocabulary> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        Of(await connection.ReadAsync<string>(Select, cancellation));
}
