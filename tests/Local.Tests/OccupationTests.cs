using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gatehouse.Local.Tests;

public class OccupationTests
{
    private DataFolder data = null!;

    [SetUp]
    public void MakeFolder() => data = new DataFolder(Directory.CreateTempSubdirectory("gatehouse-local-").FullName);

    [TearDown]
    public void RemoveFolder() => Directory.Delete(data.Path, recursive: true);

    [Test]
    public async Task A_folder_has_one_occupant_and_the_second_is_told_who_it_is()
    {
        await using var first = await TakeAsync();

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(TakeAsync);

        Assert.That(refusal!.Message, Does.Contain(data.Path).And.Contain($"pid {Environment.ProcessId}"));
    }

    [Test]
    public async Task A_folder_that_was_given_back_can_be_taken_again()
    {
        await (await TakeAsync()).DisposeAsync();
        await (await TakeAsync()).DisposeAsync();

        Assert.That(Directory.EnumerateFiles(data.Path).Select(Path.GetFileName), Is.EqualTo((string[])["up.lock"]));
    }

    [Test]
    public async Task What_an_earlier_occupant_left_running_is_stopped_and_nothing_else()
    {
        using var leftover = Sleep(data.Path);
        using var stranger = Sleep(data.Path + "-other");
        var reports = new ConcurrentQueue<string>();

        await using var occupation = await Occupation.TakeAsync(data, TimeProvider.System, reports.Enqueue);

        Assert.That(leftover.WaitForExit(TimeSpan.FromSeconds(10)), Is.True);
        Assert.That(stranger.HasExited, Is.False);
        Assert.That(reports.Single(), Does.Contain($"sleep ({leftover.Id})"));
        stranger.Kill();
    }

    private static Process Sleep(string folder)
    {
        var start = new ProcessStartInfo("sleep", "60");
        start.Environment[Leftovers.Mark] = folder;
        return Process.Start(start)!;
    }

    private Task<Occupation> TakeAsync() => Occupation.TakeAsync(data, TimeProvider.System, _ => { });
}
