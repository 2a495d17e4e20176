using System.Diagnostics;

namespace Gatehouse.Benchmarks;

/// <summary>A file that is locked as flock(1) does it, where several who measure take turns on one machine.</summary>
internal sealed class Turn : IAsyncDisposable
{
    private readonly Process? holder;

    private Turn(Process? holder) => this.holder = holder;

    /// <summary>Waits for the file, for as long as it takes. Without one nobody is waited for.</summary>
    public static async Task<Turn> TakeAsync(FileInfo? file, CancellationToken cancel)
    {
        if (file is null)
        {
            return new(null);
        }

        // It holds the lock until its input ends, which it does with this program, too, however that ends.
        var flock = new ProcessStartInfo("flock", [file.FullName, "sh", "-c", "echo taken; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var turn = new Turn(Process.Start(flock));
        try
        {
            // A pipe that is being read does not see that it is cancelled.
            var taken = turn.holder!.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
            if (await taken.WaitAsync(cancel) is null)
            {
                throw new CompareException($"flock cannot lock {file}.");
            }

            return turn;
        }
        catch (OperationCanceledException)
        {
            turn.holder!.Kill();
            await turn.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (holder is not null)
        {
            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
            holder.Dispose();
        }
    }
}
