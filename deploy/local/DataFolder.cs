namespace Gatehouse.Local;

/// <summary>Everything one installation keeps, in one folder. Secrets and the endpoints file are readable by their owner only.</summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Enterable = OwnerOnly | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            // Only folders made here get this mode: one that was there keeps the mode its owner gave it.
            Make("");
            Make("logs");
            Lock = System.IO.Path.Combine(Path, "up.lock");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data folder {Path} cannot be made or written: {e.Message}");
        }
    }

    public string Path { get; }

    public string Lock { get; }

    public string Endpoints => System.IO.Path.Combine(Path, "endpoints.json");

    public string Postgres => System.IO.Path.Combine(Path, "postgres");

    public string RabbitMq => System.IO.Path.Combine(Path, "rabbitmq");

    public string Log(string name) => System.IO.Path.Combine(Path, "logs", name + ".log");

    /// <summary>Makes a folder inside this one if it is not there, and gives its path.</summary>
    public string Make(string relative)
    {
        var folder = System.IO.Path.Combine(Path, relative);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            // Told apart from the call above because that one is subject to the umask.
            File.SetUnixFileMode(folder, Enterable);
        }

        return folder;
    }

    /// <summary>Replaces a file in one step and keeps it from other users: a reader sees the old content or the new, never a part.</summary>
    public static void WriteSecret(string path, string content)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(content);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
