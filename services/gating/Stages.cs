using Gatehouse.Hosting;
using Marten;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gatehouse.Gating;

/// <summary>The stages of gating, as Program.cs lists them.</summary>
internal static class Stages
{
    /// <summary>
    /// Reads the policies and puts them in force. Where they are wrong the set in the log goes on serving; without one the service does not start.
    /// </summary>
    public static WebApplicationBuilder AddPolicies(this WebApplicationBuilder builder)
    {
        OutcomeSettings.Refuse(builder.Configuration);
        var folder = new PolicyFolder(Folder(builder.Configuration), PolicySettings.Read(builder.Configuration));
        if (folder.Read() is { Set: null, Errors: var errors } && !FirstStart.HasSet(builder.Configuration))
        {
            foreach (var error in errors)
            {
                Console.Error.WriteLine(error);
            }

            throw new SettingException(Settings.Variable("Policies"), $"valid policies in {folder.Path}", string.Join("; ", errors));
        }

        builder.Services.AddSingleton(folder).AddSingleton<PoliciesInForce>();
        builder.Services.AddSingleton<PolicyWatch>();
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "policies", services => services.GetRequiredService<PolicyWatch>(), failureStatus: null, tags: null));
        return builder.AddLeaderWork<PolicyWatch>();
    }

    /// <summary>Letting single gates go.</summary>
    public static WebApplicationBuilder AddReleases(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Releases>();
        return builder;
    }

    /// <summary>The editions of the rules.</summary>
    public static WebApplicationBuilder AddEditions(this WebApplicationBuilder builder) => builder.AddLeaderWork<Editions>();

    /// <summary>The fold that decides.</summary>
    public static WebApplicationBuilder AddGates(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => new Lazy<IDocumentStore>(services.GetRequiredService<IDocumentStore>));
        builder.AddTables(GateTables.All);
        builder.Services.AddHostedService<GateMeter>();
        return builder.AddFold<Gates>(Gates.FoldName);
    }

    /// <summary>The watch over deadlines.</summary>
    public static WebApplicationBuilder AddDeadlines(this WebApplicationBuilder builder) =>
        builder.AddLeaderWork<DeadlineWatch>().AddLeaderWork<WaiverWatch>();

    /// <summary>The housekeeping over closed gates, where it is wanted.</summary>
    public static WebApplicationBuilder AddRetirement(this WebApplicationBuilder builder)
    {
        if (Settings.Age(builder.Configuration, "RetireAfter") is { } age)
        {
            builder.Services.AddSingleton(new RetirementAge(age));
            builder.AddLeaderWork<Retirement>();
        }

        return builder;
    }

    /// <summary>The publisher of what was decided.</summary>
    public static WebApplicationBuilder AddVerdicts(this WebApplicationBuilder builder) => builder.AddLogPublisher<VerdictPublisher>();

    /// <summary>The past, told again from the log.</summary>
    public static WebApplicationBuilder AddExplain(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ExplainEndpoint>();
        return builder;
    }

    /// <summary>Drafts of policies, tried on the past.</summary>
    public static WebApplicationBuilder AddBacktest(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Backtest>().AddSingleton<BacktestEndpoint>();
        return builder;
    }

    public static WebApplication MapBacktest(this WebApplication app)
    {
        app.MapPolicyWrites().MapPost("/backtest", app.Services.GetRequiredService<BacktestEndpoint>().RunAsync);
        return app;
    }

    public static WebApplication MapExplain(this WebApplication app)
    {
        app.MapGet("/api/v1/explain", app.Services.GetRequiredService<ExplainEndpoint>().ReadAsync);
        return app;
    }

    private static string Folder(IConfiguration configuration) =>
        Settings.Text(configuration, "Policies") ?? throw new SettingException(Settings.Variable("Policies"), "a folder of policies (*.yaml)", null);
}
