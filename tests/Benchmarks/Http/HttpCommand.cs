using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>What can be asked of the figures over HTTP.</summary>
internal static class HttpCommand
{
    private const string Posts = "posts";
    private const string Reads = "reads";

    public static Command Make()
    {
        var seconds = Ask.Number("--seconds", "how long each is measured", 5);
        var only = new Option<string?>("--only") { Description = "only posts, or only reads" };
        only.AcceptOnlyFromAmong(Posts, Reads);
        var command = new Command("http", "Requests a second over HTTP: results to ingest, one at a time and in lists; the state of updates.") { seconds, only };
        command.SetAction((parsed, cancel) => HttpFigures.MeasureAsync(
            TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(only) != Reads, parsed.GetValue(only) != Posts, Console.Out, cancel));
        return command;
    }
}
