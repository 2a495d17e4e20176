using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Words that updates and results have used so far, as far as a policy set asks for them: what it names besides is probably a typo.</summary>
/// <param name="Packages">Null where they are not known, or too many to be looked at.</param>
/// <param name="Types">Of subjects, never an alias.</param>
/// <param name="Arches">By testcase, of its newest results.</param>
internal sealed record SeenWords(
    IReadOnlySet<string> ProductVersions,
    IReadOnlySet<string> DecisionContexts,
    IReadOnlySet<string>? Packages,
    IReadOnlySet<string> Types,
    IReadOnlyDictionary<string, IReadOnlySet<string>> Arches)
{
    private const int MostPackages = 100_000, MostTestcases = 500;

    // One after the other by the index: there are many builds of each package.
    private const string PackagesSql = """
        with recursive seen as (
            (select package from views.update_build order by package limit 1)
            union all
            select (select b.package from views.update_build b where b.package > seen.package order by b.package limit 1) from seen where seen.package is not null)
        select package from seen where package is not null limit $1
        """;

    private const string TypesSql = """
        select distinct subject_type from gating.gate_build where subject_type <> 'koji_build'
        union
        select distinct subject_type from (select subject_type from views.result order by seq desc limit 50000) newest
        """;

    private const string ArchesSql = """
        select testcase.name, seen.arch from unnest($1::text[], $2::bigint[]) testcase (name, hash)
        cross join lateral (
            select distinct arch from (select arch from views.result where testcase_hash = testcase.hash order by time desc limit 500) newest
            where arch is not null) seen
        """;

    public static async Task<SeenWords> ForAsync(PolicySet set, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var versions = await SetAsync(connection, "select distinct state ->> 'product_version' from gating.update_in_force", cancellation);
        var contexts = await SetAsync(connection, "select distinct context from gating.gate", cancellation);
        // The views' tables are made by another service, which may never have run yet.
        var views = await connection.ReadAsync<bool>("select to_regclass('views.result') is not null and to_regclass('views.update_build') is not null", cancellation);
        var checks = set.Policies.SelectMany(p => p.Checks).ToList();
        return new SeenWords(
            versions,
            contexts,
            views && set.Policies.Any(NamesPackages) ? await PackagesAsync(connection, cancellation) : null,
            views && checks.Exists(c => c.Subject is not (Subject.Build or Subject.Update)) ? await TypesAsync(connection, set.Vocabulary, cancellation) : Nothing,
            views ? await ArchesAsync(connection, checks, cancellation) : new Dictionary<string, IReadOnlySet<string>>());
    }

    private static IReadOnlySet<string> Nothing { get; } = new HashSet<string>();

    private static bool NamesPackages(Policy policy) => !policy.Match.SelectsAll || policy.Checks.Any(c => c.NotPackages is not null);

    private static async Task<IReadOnlySet<string>?> PackagesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var packages = await SetAsync(connection, PackagesSql, cancellation, MostPackages);
        return packages.Count < MostPackages ? packages : null;
    }

    private static async Task<IReadOnlySet<string>> TypesAsync(NpgsqlConnection connection, Vocabulary vocabulary, CancellationToken cancellation) =>
        (await SetAsync(connection, TypesSql, cancellation)).Select(vocabulary.TypeOf).ToHashSet(StringComparer.Ordinal);

    private static async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> ArchesAsync(
        NpgsqlConnection connection, IEnumerable<Check> checks, CancellationToken cancellation)
    {
        var testcases = checks.Where(c => c.Arches is null).Select(c => c.Testcase).Distinct(StringComparer.Ordinal).Take(MostTestcases).ToArray();
        await using var command = connection.Command(ArchesSql, testcases, testcases.Select(Hash64.Of).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var seen = new List<(string Testcase, string Arch)>();
        while (await reader.ReadAsync(cancellation))
        {
            seen.Add((reader.GetString(0), reader.GetString(1)));
        }

        return seen.GroupBy(s => s.Testcase, s => s.Arch).ToDictionary(g => g.Key, g => (IReadOnlySet<string>)g.ToHashSet(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlySet<string>> SetAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            if (!await reader.IsDBNullAsync(0, cancellation))
            {
                seen.Add(reader.GetString(0));
            }
        }

        return seen;
    }
}
