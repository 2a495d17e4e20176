using System.Globalization;

namespace Gatehouse.Local;

/// <summary>Who listens on a port, read from /proc as far as the caller may look.</summary>
public static class PortHolder
{
    private const string Listening = "0A";

    /// <exception cref="StartRefusedException">One is not; the message says which and by whom.</exception>
    public static void MustBeFree(IReadOnlyList<int> ports)
    {
        if (Ports.Taken(ports) is { Count: > 0 } taken)
        {
            var holders = taken.Select(p => $"{p} by {Find(p) ?? "a process that is not to be seen"}");
            throw new StartRefusedException($"Taken already: port {string.Join(", port ", holders)}. Give another --port-base.");
        }
    }

    /// <summary>Name and pid of the process that listens on <paramref name="port"/>, or null where that is not to be seen.</summary>
    public static string? Find(int port)
    {
        var inode = ListeningInode(port);
        if (inode is null)
        {
            return null;
        }

        foreach (var process in ProcessIdentity.All())
        {
            if (HoldsSocket(process.Pid, inode))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{process.Name} (pid {process.Pid})");
            }
        }

        return null;
    }

    private static string? ListeningInode(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (!File.Exists(table))
            {
                continue;
            }

            foreach (var line in File.ReadLines(table).Skip(1))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == Listening)
                {
                    return fields[9];
                }
            }
        }

        return null;
    }

    private static bool HoldsSocket(int pid, string inode)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd")
                .Any(fd => new FileInfo(fd).LinkTarget == $"socket:[{inode}]");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just gone.
            return false;
        }
    }
}
