using System.Globalization;
using Gatehouse.Local;

namespace Gatehouse.Testing;

/// <summary>
/// A data folder for one test program, in the system's temporary folder. A program that was killed cannot clear up after itself: the next one
/// does it, for every folder here that nobody occupies.
/// </summary>
internal sealed class TestFolder : IAsyncDisposable
{
    private readonly Occupation occupation;

    private TestFolder(DataFolder data, Occupation occupation) => (Data, this.occupation) = (data, occupation);

    public DataFolder Data { get; }

    private static string Home => Path.Combine(Path.GetTempPath(), $"gatehouse-tests-{Environment.UserName}");

    public static async Task<TestFolder> MakeAsync()
    {
        await SweepAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
        var data = new DataFolder(Path.Combine(Home, name));
        return new(data, Take(data) ?? throw new InvalidOperationException($"{data.Path} was taken by somebody else."));
    }

    public async ValueTask DisposeAsync()
    {
        await occupation.DisposeAsync();
        Directory.Delete(Data.Path, recursive: true);
    }

    private static async Task SweepAsync()
    {
        // A younger one may be somebody's who has made it and not yet occupied it.
        var old = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(1);
        foreach (var folder in Directory.Exists(Home) ? Directory.GetDirectories(Home).Where(f => Directory.GetCreationTimeUtc(f) < old) : [])
        {
            var data = new DataFolder(folder);
            if (Take(data) is { } abandoned)
            {
                await new TestFolder(data, abandoned).DisposeAsync();
            }
        }
    }

    // Nothing in a test's folder is worth a shutdown in good order.
    private static Occupation? Take(DataFolder data) => Occupation.TryTake(data, TimeProvider.System, TimeSpan.Zero);
}
