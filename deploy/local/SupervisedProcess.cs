using System.Diagnostics;

namespace Gatehouse.Local;

/// <summary>
/// Keeps one process running: started again whenever it dies, after the <see cref="Backoff"/>, until it is disposed.
/// The process has a session of its own, so a Ctrl-C in the terminal reaches the supervisor only and the order of stopping holds.
/// </summary>
public sealed class SupervisedProcess : IAsyncDisposable
{
    private readonly Launch launch;
    private readonly TimeProvider time;
    private readonly Action<string> report;
    private readonly CancellationTokenSource stopping = new();
    private volatile Process? current;
    private readonly Task keeping;

    private SupervisedProcess(Launch launch, TimeProvider time, Action<string> report)
    {
        (this.launch, this.time, this.report) = (launch, time, report);
        keeping = KeepRunningAsync();
    }

    public string Name => launch.Name;

    /// <summary>The pid of the process that does the work; null while there is none.</summary>
    public int? WorkerPid { get; private set; }

    public static SupervisedProcess Start(Launch launch, TimeProvider time, Action<string> report) => new(launch, time, report);

    /// <summary>Ends the process for good: by its stop signal, and if that does not help in time, by a kill.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        while (!keeping.IsCompleted)
        {
            if (current is { } process)
            {
                await EndAsync(process);
            }

            // One that was being started just now shows up a moment later, and has to be ended too.
            await Task.WhenAny(keeping, Task.Delay(TimeSpan.FromMilliseconds(50), time));
        }

        await keeping;
        stopping.Dispose();
    }

    private async Task KeepRunningAsync()
    {
        var backoff = new Backoff();
        while (!stopping.IsCancellationRequested)
        {
            // What ends at once again and again is started more and more seldom; nothing the first time.
            await Task.Delay(backoff.Wait, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            var started = time.GetTimestamp();
            using var process = Spawn();
            current = process;
            using var alive = new CancellationTokenSource();
            var finding = FindWorkerAsync(process, alive.Token);
            var ended = process.WaitForExitAsync(CancellationToken.None);
            // Nobody tells that a log has grown too long.
            while (await Task.WhenAny(ended, Task.Delay(LogFiles.Interval, time)) != ended)
            {
                LogFiles.Bound(launch.LogFile);
            }

            current = null;
            await alive.CancelAsync();
            await finding;
            WorkerPid = null;
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            var up = time.GetElapsedTime(started);
            backoff = backoff.Died(up);
            report($"{Name} ended ({Describe(process.ExitCode)}) after {up.TotalSeconds:0.0} s and is started again {(backoff.Wait == TimeSpan.Zero ? "at once" : $"in {backoff.Wait.TotalSeconds:0.##} s")}; its log is {launch.LogFile}");
        }
    }

    private async Task FindWorkerAsync(Process process, CancellationToken alive)
    {
        if (launch.Worker is not { } find)
        {
            WorkerPid = process.Id;
            return;
        }

        try
        {
            while ((WorkerPid = await find(alive)) is null)
            {
                // The worker is a grandchild: /proc says when it is there, and sends no word of it.
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, alive);
            }
        }
        catch (OperationCanceledException)
        {
            // It ended before its worker was found.
        }
    }

    private Process Spawn()
    {
        // The shell opens the log and then becomes the program: nothing stands between the supervisor and the process that does the work,
        // and its output needs no reader that could die before it.
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false, WorkingDirectory = launch.WorkingFolder };
        foreach (var word in (string[])["sh", "-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", launch.LogFile, .. launch.Command])
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (name, value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private async Task EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(launch.StopWait, time);
        try
        {
            Signals.Send(process.Id, launch.StopSignal);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            report($"{Name} did not end within {launch.StopWait.TotalSeconds:0} s of {launch.StopSignal} and is killed");
            Signals.Send(process.Id, Signal.Kill);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself between the look and the signal.
        }
    }

    private static string Describe(int exitCode) => exitCode > 128 ? $"signal {exitCode - 128}" : $"exit code {exitCode}";
}
