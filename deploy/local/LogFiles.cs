namespace Gatehouse.Local;

/// <summary>
/// Keeps log files from growing without bound: a full one is copied to <c>.1</c> and emptied in place. Its writer appends, so it goes on at the
/// new end; the few lines written between copy and emptying are lost.
/// </summary>
public static class LogFiles
{
    /// <summary>How often a file is looked at: none grows by much more than its bound in that time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const long Full = 32 * 1024 * 1024;

    public static void Bound(string path)
    {
        var log = new FileInfo(path);
        if (log.Exists && log.Length > Full)
        {
            log.CopyTo(path + ".1", overwrite: true);
            using var emptied = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            emptied.SetLength(0);
        }
    }

    /// <summary>The last lines of a log, for a message about why its process does not come up.</summary>
    public static IReadOnlyList<string> Tail(string path, int lines)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Seek(-Math.Min(log.Length, 64 * 1024), SeekOrigin.End);
        using var reader = new StreamReader(log);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines)];
    }
}
