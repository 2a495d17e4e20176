using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>What can be asked of the figures over HTTP.</summary>
internal static class HttpCommand
{
    public static Command Make()
    {
        var seconds = Ask.Number("--seconds", "how long each is measured", 5);
        var command = new Command("http", "Requests a second over HTTP: results to ingest, one at a time and in lists; the state of updates.") { seconds };
        command.SetAction((parsed, cancel) => HttpFigures.MeasureAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Out, cancel));
        return command;
    }
}
