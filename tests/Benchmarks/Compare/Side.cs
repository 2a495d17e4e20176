using Gatehouse.Testing;

namespace Gatehouse.Benchmarks;

/// <summary>
/// One of the two that are compared: a copy of its source in a folder of its own, its own benchmarks built from that.
/// </summary>
/// <param name="Name">For people.</param>
/// <param name="Folder">Where its source lies.</param>
internal sealed record Side(string Name, string Folder)
{
    private const string Configuration = "Release";
    private static readonly string Project = Path.Combine("tests", "Benchmarks");

    /// <summary>
    /// The present tree as it lies there, changes that nobody has committed included; later ones do not matter.
    /// </summary>
    public static async Task<Side> PresentAsync(string folder, CancellationToken cancel)
    {
        var head = await GitAsync(["describe", "--always", "--dirty=, with changes"], cancel);
        var listed = await GitAsync(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], cancel);
        foreach (var file in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var (from, to) = (Path.Combine(Checkout.Folder, file), Path.Combine(folder, file));
            // One that is deleted and not committed yet is listed, too.
            if (File.Exists(from))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to);
            }
        }

        return new($"the present tree ({head.Trim()})", folder);
    }

    /// <summary>The tree of a commit.</summary>
    public static async Task<Side> OfAsync(string commit, string folder, CancellationToken cancel)
    {
        var hash = await CommitAsync(commit, cancel);
        var repository = (await GitAsync(["rev-parse", "--path-format=absolute", "--git-common-dir"], cancel)).Trim();
        await GitAsync(["clone", "--quiet", "--shared", "--no-checkout", repository, folder], cancel);
        await GitAsync(["-C", folder, "checkout", "--quiet", "--detach", hash], cancel);
        return new((await GitAsync(["log", "-1", "--format=%h %s", hash], cancel)).Trim(), folder);
    }

    /// <summary>The hash of a commit that is given in any way that git knows.</summary>
    public static async Task<string> CommitAsync(string commit, CancellationToken cancel) =>
        (await GitAsync(["rev-parse", "--verify", "--end-of-options", $"{commit}^{{commit}}"], cancel)).Trim();

    public Task BuildAsync(CancellationToken cancel) => ChildProgram.MustRunAsync(
        Dotnet.Program,
        ["build", Project, "--configuration", Configuration, "--verbosity", "quiet", "-nodeReuse:false"],
        Folder,
        cancel);

    /// <summary>Runs one of its benchmarks, where this program itself was started.</summary>
    public Task<ChildProgram> RunAsync(IEnumerable<string> benchmark, CancellationToken cancel)
    {
        var output = Path.Combine(Folder, Project, "bin", Configuration);
        var built = Directory.GetFiles(output, "Gatehouse.Benchmarks.dll", SearchOption.AllDirectories);
        return ChildProgram.RunAsync(
            Dotnet.Program, [built.Single(), .. benchmark], Environment.CurrentDirectory, cancel);
    }

    private static Task<string> GitAsync(IEnumerable<string> arguments, CancellationToken cancel) =>
        ChildProgram.MustRunAsync("git", arguments, Checkout.Folder, cancel);
}
