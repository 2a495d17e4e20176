using System.Diagnostics;
using Gatehouse.Local;
using Gatehouse.Testing;

namespace Gatehouse.Platform.Tests;

/// <summary><c>deploy/up</c> as a stranger types it: everything runs, stays up whatever dies, and is gone when it is told to stop.</summary>
internal sealed class OneCommand
{
    // The first run builds what it starts.
    private static readonly TimeSpan BuildAndStart = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Restart = TimeSpan.FromMinutes(2);
    private static readonly string[] Parts = ["results-ingest", "projections", "gating", "postgres", "rabbitmq"];

    private readonly List<Process> started = [];
    private string data = null!;

    [SetUp]
    public void MakeFolder()
    {
        data = Path.Combine(Path.GetTempPath(), $"gatehouse-up-{Guid.NewGuid():N}");
        // The database's user has to reach it.
        Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    [TearDown]
    public async Task RemoveFolderAsync()
    {
        foreach (var up in started)
        {
            if (!up.HasExited)
            {
                Signals.Send(up.Id, Signal.Terminate);
                await up.WaitForExitAsync();
            }

            up.Dispose();
        }

        started.Clear();
        Directory.Delete(data, recursive: true);
    }

    [Test]
    public async Task It_starts_everything_restarts_what_dies_and_stops_all_that_it_started()
    {
        var update = TestUpdate.New("demo", builds: 2);
        var up = Start();
        var endpoints = await ReadyAsync(up);
        Assert.That(endpoints.Processes.Keys, Is.EquivalentTo(Parts));
        Assert.That(await VerdictAsync(TestUpdate.New("demo", builds: 2)), Is.Positive);
        foreach (var part in Parts)
        {
            await KillAsync(part);
            await SettledAsync();
        }

        var said = await VerdictAsync(update);
        await StopAsync(up);

        // The data is kept between runs.
        var again = Start();
        using var http = new HttpClient { BaseAddress = new Uri((await ReadyAsync(again)).Http) };
        Assert.That((string)(await http.ReadAsync($"/api/v1/updates/{update.Alias}?after={said}"))["gates"]![0]!["status"]!, Is.EqualTo("passed"));
        await StopAsync(again);
    }

    /// <summary>Publishes an update and all it needs, and returns the position in the log of the verdict on it.</summary>
    private async Task<long> VerdictAsync(TestUpdate update)
    {
        await using var client = await ForeignClient.StartAsync(Now().Amqp);
        await client.PublishAndHearAsync(update.Definition(), m => m.Alias == update.Alias);
        await client.Publisher.PublishAsync(update.Results(TestUpdate.WorkedCase, (_, _) => "PASSED"));
        return (long)(await client.Subscriber.UntilAsync(m => m.Alias == update.Alias && m.Type == "gate.complete", "the verdict", Restart)).Body["sequence"]!;
    }

    private Process Start()
    {
        var up = Process.Start(new ProcessStartInfo(Path.Combine(Checkout.Folder, "deploy", "up"), ["--data", data, "--port-base", $"{Ports.Free().Base}"])
        {
            RedirectStandardInput = true,
        })!;
        started.Add(up);
        return up;
    }

    private async Task<Endpoints> ReadyAsync(Process up)
    {
        await Eventually.TrueAsync(
            () => up.HasExited ? throw new InvalidOperationException($"deploy/up ended with {up.ExitCode}") : File.Exists(EndpointsFile), "deploy/up is ready", BuildAndStart);
        return Now();
    }

    private async Task KillAsync(string part)
    {
        var killed = Now().Processes[part];
        Signals.Send(killed, Signal.Kill);
        await Eventually.TrueAsync(() => Now().Processes[part] != killed, $"endpoints.json names another process for {part}", Restart);
    }

    private async Task SettledAsync()
    {
        using var patience = new CancellationTokenSource(Restart);
        string[] services = [Now().Http, Now().IngestHttp, Now().GatingHttp];
        await Task.WhenAll(services.Select(url => Answering.ServiceAsync(url, patience.Token)));
    }

    private async Task StopAsync(Process up)
    {
        var pids = Now().Processes.Values;
        Signals.Send(up.Id, Signal.Terminate);
        await up.WaitForExitAsync();
        Assert.Multiple(() =>
        {
            Assert.That(up.ExitCode, Is.Zero);
            Assert.That(pids.Where(pid => Directory.Exists($"/proc/{pid}")), Is.Empty, "processes that are left");
            Assert.That(File.Exists(EndpointsFile), Is.False);
        });
    }

    private string EndpointsFile => Path.Combine(data, "endpoints.json");

    private Endpoints Now() => Endpoints.Read(EndpointsFile);
}
