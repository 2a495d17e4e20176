using System.Globalization;
using System.Text;

namespace Gatehouse.Local;

/// <summary>One process and no other: a pid alone may have been given away again, together with the time the process started it may not.</summary>
public readonly record struct ProcessIdentity(int Pid, int Parent, long Started, string Name)
{
    /// <summary>The process that has this pid now, or null.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name stands in brackets and may itself hold blanks and brackets, so fields are counted from the last one.
            var open = stat.IndexOf('(', StringComparison.Ordinal);
            var close = stat.LastIndexOf(')');
            var fields = stat[(close + 2)..].Split(' ');
            return fields[0] is "Z" or "X"
                ? null
                : new(pid, int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture), stat[(open + 1)..close]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All processes that can be seen.</summary>
    public static IEnumerable<ProcessIdentity> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let pid = int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
        where pid > 0
        let process = Of(pid)
        where process is not null
        select process.Value;

    public bool IsAlive => Of(Pid) is { } now && now.Started == Started;

    /// <summary>Whether the process was started with this variable in its environment. False where the caller may not look.</summary>
    public bool HasVariable(string name, string value)
    {
        try
        {
            var wanted = $"{name}={value}";
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{Pid}/environ")).Split('\0').Contains(wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The folder the process works in, or null where the caller may not look.</summary>
    public string? WorkingFolder
    {
        get
        {
            try
            {
                return new FileInfo($"/proc/{Pid}/cwd").LinkTarget;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
