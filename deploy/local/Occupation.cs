using System.Globalization;

namespace Gatehouse.Local;

/// <summary>
/// The right to run processes for a data folder: one supervisor at a time has it, and it goes with that process, however that ends. Whoever
/// gets it first stops what an earlier holder left behind; whoever gives it back leaves nothing.
/// </summary>
public sealed class Occupation : IAsyncDisposable
{
    private readonly DataFolder data;
    private readonly TimeProvider time;
    private readonly FileStream file;

    private readonly TimeSpan patience;

    private Occupation(DataFolder data, TimeProvider time, FileStream file, TimeSpan patience) =>
        (this.data, this.time, this.file, this.patience) = (data, time, file, patience);

    /// <exception cref="StartRefusedException">Another process has the folder.</exception>
    public static async Task<Occupation> TakeAsync(DataFolder data, TimeProvider time, Action<string> report)
    {
        var occupation = TryTake(data, time, TimeSpan.FromSeconds(20))
            ?? throw new StartRefusedException($"The data folder {data.Path} is in use by {Holder(data)}: stop that one first, or give another --data.");
        await Leftovers.StopAsync(data, time, report, occupation.patience);
        return occupation;
    }

    /// <summary>Null where another process has the folder.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">How long processes that are left have to end by themselves before they are killed.</param>
    public static Occupation? TryTake(DataFolder data, TimeProvider time, TimeSpan patience)
    {
        try
        {
            var file = new FileStream(data.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // The pid stands in a file of its own: the lock keeps readers out too.
            File.WriteAllText(HolderFile(data), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(data, time, file, patience);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The file {data.Lock} belongs to somebody else: the data folder {data.Path} was made by another user.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // RabbitMQ leaves its port mapper (epmd) behind on purpose; here it goes too.
        await Leftovers.StopAsync(data, time, _ => { }, patience);
        File.Delete(HolderFile(data));
        await file.DisposeAsync();
    }

    private static string HolderFile(DataFolder data) => data.Lock + ".pid";

    private static string Holder(DataFolder data) =>
        File.Exists(HolderFile(data)) ? $"pid {File.ReadAllText(HolderFile(data))}" : "another process";
}
