using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Gatehouse.Local.Tests;

/// <summary>With processes that cost nothing.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public partial class SupervisedProcessTests
{
    private readonly ConcurrentQueue<string> reports = new();
    private string folder = "";

    private string Log => Path.Combine(folder, "log");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("gatehouse-local-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task The_pid_is_that_of_the_process_that_does_the_work_and_its_output_is_in_the_log()
    {
        await using var process = Start("sh", "-c", "echo I am $$; exec sleep 60");

        var said = await SoonAsync(() => File.Exists(Log) ? Said().Match(File.ReadAllText(Log)) : Match.Empty, match => match.Success);

        Assert.That(process.WorkerPid.ToString(), Is.EqualTo(said.Groups[1].Value));
    }

    [Test]
    public async Task A_process_that_is_killed_is_replaced_at_once_and_that_is_reported()
    {
        await using var process = Start("sleep", "60");
        var first = await SoonAsync(() => process.WorkerPid, pid => pid is not null);

        Signals.Send(first!.Value, Signal.Kill);
        var second = await SoonAsync(() => process.WorkerPid, pid => pid is not null && pid != first);

        Assert.That(second, Is.Not.Null);
        Assert.That(reports.Single(), Does.Contain("signal 9").And.Contain("at once").And.Contain(Log));
    }

    [Test]
    public async Task Disposing_ends_the_process_and_nothing_is_started_again()
    {
        var process = Start("sleep", "60");
        var pid = await SoonAsync(() => process.WorkerPid, pid => pid is not null);

        await process.DisposeAsync();

        Assert.That(ProcessIdentity.Of(pid!.Value), Is.Null);
        Assert.That(process.WorkerPid, Is.Null);
        Assert.That(reports, Is.Empty);
    }

    [Test]
    public async Task A_process_that_will_not_end_is_killed()
    {
        var process = Start("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.05; done");
        await SoonAsync(() => File.Exists(Log) && File.ReadAllText(Log).Contains("deaf", StringComparison.Ordinal), deaf => deaf);

        await process.DisposeAsync();

        Assert.That(reports.Single(), Does.Contain("did not end within"));
    }

    private static async Task<T> SoonAsync<T>(Func<T> look, Func<T, bool> satisfied)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        T seen;
        while (!satisfied(seen = look()))
        {
            await Task.Delay(5, patience.Token);
        }

        return seen;
    }

    private SupervisedProcess Start(params string[] command)
    {
        var launch = new Launch { Name = "it", Command = command, LogFile = Log, WorkingFolder = folder, StopWait = TimeSpan.FromMilliseconds(300) };
        return SupervisedProcess.Start(launch, TimeProvider.System, reports.Enqueue);
    }

    [GeneratedRegex(@"I am (\d+)\n")]
    private static partial Regex Said();
}
