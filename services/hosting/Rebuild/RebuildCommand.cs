using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>The verb <c>rebuild</c> of a service that has a fold: configured like the service, but without its listener, its leader work or the bus.</summary>
public static class RebuildCommand
{
    public const string Verb = "rebuild";

    /// <summary>The exit code where something differs.</summary>
    public const int Differs = 1;

    /// <summary>The exit code where it could not be done.</summary>
    public const int Impossible = 2;

    private const string Usage = """
        rebuild [--replace]

        Makes the tables of this service's fold again from the log, beside the live ones, and compares the two at one place of the log. The services
        may run; nothing is changed, appended or published. Exit code: 0 all is equal, 1 something differs, 2 it could not be done.

          --replace   put the rebuilt tables in the place of the live ones
        """;

    /// <summary>Runs it and gives the exit code.</summary>
    /// <param name="args">What follows the verb.</param>
    /// <param name="fold">Makes the fold to rebuild, given the configuration.</param>
    public static async Task<int> RunAsync(string[] args, Func<IConfiguration, RebuiltFold> fold)
    {
        if (args.Except(["--replace"]).Any())
        {
            await Console.Out.WriteLineAsync(Usage);
            return args is ["--help"] ? 0 : Impossible;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext signal)
        {
            // The side schema is dropped before the end.
            signal.Cancel = true;
            stopping.Cancel();
        }

        try
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            var rebuilt = fold(configuration);
            await using var database = Open(configuration, rebuilt);
            return await new Rebuild(rebuilt, database, Console.Out).RunAsync(args.Contains("--replace"), stopping.Token) ? 0 : Differs;
        }
        catch (Exception e) when (e is SettingException or RebuildException or OutdatedException or NpgsqlException
            or InvalidOperationException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"rebuild ends: {e.GetBaseException().Message}");
            return Impossible;
        }
    }

    private static NpgsqlDataSource Open(IConfiguration configuration, RebuiltFold fold)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresUrl.Parse(Settings.Variable("Postgres"), configuration["Gatehouse:Postgres"]))
        {
            ApplicationName = $"rebuild {fold.Name}",
            // A table may take minutes to compare.
            CommandTimeout = 0,
            // Sessions here set this and that, and hold locks.
            NoResetOnClose = false,
        };
        settings.Options += " -c work_mem=64MB";
        return NpgsqlDataSource.Create(settings);
    }
}
