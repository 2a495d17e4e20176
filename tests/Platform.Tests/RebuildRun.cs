namespace Gatehouse.Platform.Tests;

/// <summary>The services' verb <c>rebuild</c>, as <c>deploy/rebuild</c> runs it.</summary>
internal static class RebuildRun
{
    /// <summary>Both services' verbs, one after the other.</summary>
    public static async Task<ProgramRun> AllAsync(string postgres, params string[] options)
    {
        var views = await OfAsync("Gatehouse.Projections.dll", postgres, options);
        var gates = await OfAsync("Gatehouse.Gating.dll", postgres, options);
        return new(Math.Max(views.ExitCode, gates.ExitCode), views.Output + gates.Output);
    }

    private static async Task<ProgramRun> OfAsync(string assembly, string postgres, string[] options)
    {
        var run = await ProgramRun.OfAsync(assembly, ["rebuild", .. options], ("Gatehouse__Postgres", postgres));
        await TestContext.Out.WriteLineAsync(run.Output);
        return run;
    }
}
