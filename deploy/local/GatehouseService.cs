using System.Globalization;
using System.Runtime.InteropServices;

namespace Gatehouse.Local;

/// <summary>One of the three services: which assembly it is and where it listens.</summary>
public sealed record GatehouseService(string Name, string Assembly, int Port)
{
    public const string Ingest = "results-ingest";
    public const string Projections = "projections";
    public const string Gating = "gating";

    public string BaseUrl => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    public static IReadOnlyList<GatehouseService> All(Ports ports) => [
        new(Ingest, "Gatehouse.ResultsIngest.dll", ports.Ingest),
        new(Projections, "Gatehouse.Projections.dll", ports.Api),
        new(Gating, "Gatehouse.Gating.dll", ports.Gating),
    ];

    /// <summary>How it is started, with the configuration that all three understand.</summary>
    public Launch Launch(PlatformSettings settings, string postgres, string rabbitMq)
    {
        var urls = All(settings.Ports).ToDictionary(s => s.Name, s => s.BaseUrl);
        var environment = new Dictionary<string, string>
        {
            [Leftovers.Mark] = settings.Data.Path,
            ["ASPNETCORE_URLS"] = BaseUrl,
            ["Gatehouse__Postgres"] = postgres,
            ["Gatehouse__RabbitMq"] = rabbitMq,
            ["Gatehouse__Policies"] = settings.Policies,
            ["Gatehouse__PublicUrl"] = urls[Projections],
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

    /// <summary>The <c>dotnet</c> that runs this very process, whether or not it is on the path.</summary>
    private static string DotnetHost => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
