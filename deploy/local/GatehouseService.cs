using System.Globalization;
using System.Runtime.InteropServices;

namespace Gatehouse.Local;

/// <summary>One replica of one of the three services: which assembly it is and where it listens.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Replica">Counted from 1.</param>
public sealed record GatehouseService(string Kind, string Assembly, int Port, int Replica = 1)
{
    public const string Ingest = "results-ingest";
    public const string Projections = "projections";
    public const string Gating = "gating";

    /// <summary>What its process is called: the first replica by its kind alone, then <c>results-ingest-2</c> and so on.</summary>
    public string Name => Replica == 1 ? Kind : string.Create(CultureInfo.InvariantCulture, $"{Kind}-{Replica}");

    public string BaseUrl => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>So many replicas of each service, one of each kind before the next of any.</summary>
    public static IReadOnlyList<GatehouseService> All(Ports ports, int replicas = 1) => [.. Enumerable.Range(1, replicas).SelectMany(replica => Each(ports, replica))];

    /// <summary>How it is started, with the configuration that all three understand.</summary>
    public Launch Launch(PlatformSettings settings, string postgres, string rabbitMq)
    {
        // Each replica asks the others of its own number, so one that is down is in the way of few; links lead to the first, whoever says them.
        var urls = Each(settings.Ports, Replica).ToDictionary(s => s.Kind, s => s.BaseUrl);
        var environment = new Dictionary<string, string>
        {
            [Leftovers.Mark] = settings.Data.Path,
            ["ASPNETCORE_URLS"] = BaseUrl,
            ["Gatehouse__Postgres"] = postgres,
            ["Gatehouse__RabbitMq"] = rabbitMq,
            ["Gatehouse__Policies"] = settings.Policies,
            ["Gatehouse__PublicUrl"] = Each(settings.Ports, 1).Single(s => s.Kind == Projections).BaseUrl,
            ["Gatehouse__IngestUrl"] = urls[Ingest],
            ["Gatehouse__GatingUrl"] = urls[Gating],
            // Diagnostics sockets in the temporary folder would outlive a kill. Whoever needs them sets this otherwise.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        foreach (var (name, value) in settings.ServiceEnvironment)
        {
            environment[name] = value;
        }

        return new()
        {
            Name = Name,
            Command = [DotnetHost, Path.Combine(settings.Services, Assembly)],
            Environment = environment,
            LogFile = settings.Data.Log(Name),
            WorkingFolder = settings.Data.Path,
        };
    }

    private static GatehouseService[] Each(Ports ports, int replica) => [
        new(Ingest, "Gatehouse.ResultsIngest.dll", ports.Of(ports.Ingest, replica), replica),
        new(Projections, "Gatehouse.Projections.dll", ports.Of(ports.Api, replica), replica),
        new(Gating, "Gatehouse.Gating.dll", ports.Of(ports.Gating, replica), replica),
    ];

    /// <summary>The <c>dotnet</c> that runs this very process, whether or not it is on the path.</summary>
    private static string DotnetHost => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
