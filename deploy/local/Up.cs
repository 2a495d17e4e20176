using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Gatehouse.Local;

/// <summary>Runs the platform in the foreground until a signal ends it.</summary>
public static class Up
{
    public static async Task<int> RunAsync(UpOptions options)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, stop);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stop);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, stop);
        var started = Stopwatch.StartNew();
        try
        {
            var settings = new PlatformSettings
            {
                Data = new DataFolder(options.Data),
                Ports = options.Ports,
                Policies = options.Policies,
                Replicas = options.Replicas,
                PostgresUrl = options.Postgres,
                RabbitMqUrl = options.RabbitMq,
            };
            await using var occupation = await Occupation.TakeAsync(settings.Data, TimeProvider.System, Report);
            await using var platform = new LocalPlatform(settings, TimeProvider.System, Report);
            await platform.StartAsync(stop.Token);
            Report(string.Create(CultureInfo.InvariantCulture, $"ready after {started.Elapsed.TotalSeconds:0.0} s"));
            Say(platform.Endpoints, settings.Data);
            if (options.Demo)
            {
                await Demo.PlayAsync(platform.Endpoints, Console.Out, stop.Token);
            }

            // Until it is told to stop.
            await Task.Delay(Timeout.Infinite, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Report("stopped");
            return 0;
        }
        catch (StartRefusedException refusal)
        {
            await Console.Error.WriteLineAsync($"up: {refusal.Message}");
            return 1;
        }
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        // Without this the runtime would end the process at once, before anything is stopped.
        context.Cancel = true;
        stop.Cancel();
    });

    private static void Report(string message) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetLocalNow():HH:mm:ss.fff}  {message}"));

    private static void Say(Endpoints endpoints, DataFolder data) => Console.WriteLine($"""

          API and pages     {endpoints.Http}
          AMQP              {endpoints.Amqp}
          PostgreSQL        {endpoints.Postgres}
          this as JSON      {data.Endpoints}
          logs              {Path.GetDirectoryName(data.Log(""))}

        Ctrl-C stops it all; the data stays in {data.Path}.

        """);
}
