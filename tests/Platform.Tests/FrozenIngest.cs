using System.Globalization;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>An ingest replica that was frozen after it had drawn sequence numbers for its results and before it committed them.</summary>
/// <param name="Process">Its name.</param>
/// <param name="Backend">The process of the database that has its transaction.</param>
internal sealed record FrozenIngest(string Process, int Pid, int Backend)
{
    /// <summary>Freezes the replica that gets this result; the caller publishes it.</summary>
    /// <param name="publish">Publishes the result whose event has that id.</param>
    /// <returns>Null if nobody has begun to record it within the time.</returns>
    public static async Task<FrozenIngest?> CatchAsync(Suite suite, NpgsqlDataSource database, Guid eventId, Func<Task> publish, TimeSpan within)
    {
        FrozenIngest? frozen = null;
        await using (var held = await EventLock.TakeAsync(database, eventId))
        {
            await publish();
            var started = TimeProvider.System.GetTimestamp();
            while (frozen is null && TimeProvider.System.GetElapsedTime(started) < within)
            {
                if (await held.WaiterAsync() is { } waiter)
                {
                    var ingest = suite.Endpoints.Processes.Where(p => p.Key.StartsWith(GatehouseService.Ingest, StringComparison.Ordinal));
                    frozen = ingest.Where(p => HasConnection(p.Value, waiter.ClientPort)).Select(p => new FrozenIngest(p.Key, p.Value, waiter.Backend)).FirstOrDefault();
                }
            }

            if (frozen is not null)
            {
                Signals.Send(frozen.Pid, Signal.Stop);
            }
        }

        return frozen;
    }

    /// <summary>Whether its transaction is open: the database waits for a client that is frozen.</summary>
    public async Task<bool> IsInTransactionAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select state from pg_stat_activity where pid = $1 and application_name = 'results-ingest'");
        command.Parameters.Add(new() { Value = Backend });
        return await command.ExecuteScalarAsync() is "idle in transaction";
    }

    public void Wake() => Signals.Send(Pid, Signal.Continue);

    private static bool HasConnection(int pid, int port)
    {
        // Columns: number, local address, remote address, state, queues, timer, retransmits, uid, timeout, inode.
        var hex = port.ToString("X4", CultureInfo.InvariantCulture);
        var inodes = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length > 9 && columns[1].EndsWith(":" + hex, StringComparison.Ordinal))
            .Select(columns => $"socket:[{columns[9]}]")
            .ToHashSet(StringComparer.Ordinal);
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(fd => File.ResolveLinkTarget(fd, returnFinalTarget: false) is { } target && inodes.Contains(target.Name));
        }
        catch (IOException)
        {
            // It has gone.
            return false;
        }
    }
}
