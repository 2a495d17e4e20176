using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>What can be asked of the figures of pages.</summary>
internal static class PagesCommand
{
    public static Command Make()
    {
        var updates = Ask.Number("--updates", "how many updates the store holds, of four builds and forty results each", 50_000);
        var seconds = Ask.Number("--seconds", "how long each page is asked for", 5);
        var only = new Option<string>("--only") { Description = "only those whose name holds this", DefaultValueFactory = _ => "" };
        var command = new Command("pages", "How long the API's answers and the dashboard's pages take over a large store.") { updates, seconds, only };
        command.SetAction((parsed, cancel) => Pages.MeasureAsync(
            parsed.GetValue(updates), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(only)!, Console.Out, cancel));
        return command;
    }
}
