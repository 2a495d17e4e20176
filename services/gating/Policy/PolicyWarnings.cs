using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>What is allowed in a policy, but looks like a typo: patterns that match no update seen so far.</summary>
internal static class PolicyWarnings
{
    public static async Task<IReadOnlyList<string>> OfAsync(PolicySet set, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var versions = await SeenAsync(connection, "select distinct state ->> 'product_version' from gating.update_in_force", cancellation);
        var contexts = await SeenAsync(connection, "select distinct context from gating.gate", cancellation);
        return
        [
            .. set.Policies.SelectMany(p => Unmatched(p.Id, "product_versions", p.Match.ProductVersions, versions)),
            .. set.Policies.SelectMany(p => Unmatched(p.Id, "decision_contexts", p.Match.DecisionContexts, contexts)),
        ];
    }

    private static IEnumerable<string> Unmatched(string policy, string key, IReadOnlyList<string>? patterns, List<string> seen) =>
        (patterns ?? []).Where(pattern => !seen.Exists(text => Pattern.Matches(pattern, text)))
            .Select(pattern => $"policy '{policy}': {key} '{pattern}' matches no update seen so far");

    private static async Task<List<string>> SeenAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var seen = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            seen.Add(reader.GetString(0));
        }

        return seen;
    }
}
