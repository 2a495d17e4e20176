using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Benchmarks;

/// <summary>The platform that is measured: a running one, or one of our own with servers that write to the disk what they confirm.</summary>
internal sealed class Target : IAsyncDisposable
{
    /// <summary>What the updates of the benchmark belong to, in our own policies as in those of <c>deploy/policies</c>.</summary>
    public const string ProductVersion = "fedora-44";

    public const string DecisionContext = "push_stable";

    private const string Policy = """
        id: fedora-stable
        match:
          product_versions: ["fedora-*"]
          decision_contexts: [push_stable]
        checks:
          - { testcase: dist.depcheck, arches: [x86_64, i386, armhfp] }
          - { testcase: dist.upgradepath, arches: [noarch] }
          - { testcase: dist.rpmlint, essential: false }
        """;

    /// <summary>What our own platforms are asked for.</summary>
    public static IReadOnlyDictionary<string, string> Policies { get; } = new Dictionary<string, string> { ["fedora-stable.yaml"] = Policy };

    private readonly Suite? own;

    private Target(Endpoints endpoints, Suite? own) => (Amqp, Postgres, this.own) = (endpoints.Amqp, endpoints.Postgres, own);

    public string Amqp { get; }

    public string Postgres { get; }

    public static async Task<Target> OpenAsync(FileInfo? endpoints)
    {
        if (endpoints is not null)
        {
            return new(Endpoints.Read(endpoints.FullName), null);
        }

        var suite = await Suite.StartAsync(new SuiteOptions { Policies = Policies });
        return new(suite.Endpoints, suite);
    }

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
