using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Benchmarks;

/// <summary>A message as it is published.</summary>
internal readonly record struct Outgoing(string Exchange, string RoutingKey, byte[] Body);

/// <summary>
/// Updates and all the results that their policies ask for, as test systems would send them: the results of an update come close together,
/// those of eight updates mixed.
/// </summary>
internal sealed class Flood
{
    /// <summary>How many results each build needs in the usual shape.</summary>
    public const int Cells = 5;

    private const int Mixed = 8;

    private const int Packages = 3_000;

    private readonly IReadOnlyList<string> aliases;

    private Flood(IReadOnlyList<string> aliases, IReadOnlyList<Outgoing> definitions, IReadOnlyList<Outgoing> results) =>
        (this.aliases, Definitions, Results) = (aliases, definitions, results);

    public IReadOnlyList<Outgoing> Definitions { get; }

    public IReadOnlyList<Outgoing> Results { get; }

    /// <param name="name">Begins the aliases: no two floods share an update.</param>
    /// <param name="updates">How many.</param>
    /// <param name="builds">Of each update.</param>
    /// <param name="shape">What is asked of each build, if not the usual.</param>
    public static Flood Of(string name, int updates, int builds, Shape? shape = null)
    {
        var (productVersion, checks) = shape ?? Shape.Usual;
        var aliases = Enumerable.Range(0, updates).Select(u => string.Create(CultureInfo.InvariantCulture, $"{name}-{u:x5}")).ToList();
        var results = aliases.Chunk(Mixed).SelectMany(some =>
            from cell in Enumerable.Range(0, builds * checks.Count) from alias in some select Result(Nvr(alias, cell / checks.Count), checks[cell % checks.Count]));
        return new Flood(aliases, [.. aliases.Select(a => Definition(a, productVersion, builds))], [.. results]);
    }

    /// <summary>The ends of its updates.</summary>
    /// <param name="state"><c>shipped</c>, for one.</param>
    public IReadOnlyList<Outgoing> Closings(string state) => [.. aliases.Select(alias =>
        new Outgoing("gatehouse.updates", $"update.{alias}", JsonSerializer.SerializeToUtf8Bytes(new { alias, state, time = DateTimeOffset.UtcNow })))];

    // New builds of packages that are built again and again, as a distribution's are.
    private static string Nvr(string alias, int build)
    {
        var package = ((int.Parse(alias[^5..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) * 10) + build) % Packages;
        return string.Create(CultureInfo.InvariantCulture, $"package-{package}-{alias.ToLowerInvariant().Replace('-', '.')}.{build}-7.fc44");
    }

    private static Outgoing Definition(string alias, string productVersion, int builds) => new("gatehouse.updates", $"update.{alias}", JsonSerializer.SerializeToUtf8Bytes(new
    {
        alias,
        product_version = productVersion,
        decision_contexts = new[] { Target.DecisionContext },
        builds = Enumerable.Range(0, builds).Select(b => Nvr(alias, b)),
        submitter = "kparal",
        title = $"Update {alias}",
        time = DateTimeOffset.UtcNow,
    }));

    private static Outgoing Result(string nvr, (string Testcase, string? Arch) check)
    {
        var id = Guid.CreateVersion7();
        return new("gatehouse.results", $"result.koji_build.{check.Testcase}", JsonSerializer.SerializeToUtf8Bytes(new
        {
            id,
            subject = new { type = "koji_build", id = nvr },
            testcase = check.Testcase,
            arch = check.Arch,
            outcome = "PASSED",
            submit_time = DateTimeOffset.UtcNow,
            ref_url = $"https://ci.example.org/runs/{id}",
            note = "142 checked",
        }));
    }
}
