using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>What can be asked of starts and memory.</summary>
internal static class StartCommand
{
    public static Command Make()
    {
        var times = Ask.Number("--times", "how often each start is measured; the median counts", 5);
        var updates = Ask.Number("--updates", "how many updates of ten builds are in the store, and come again as the load", 400);
        var idle = Ask.Number("--idle", "how many seconds nothing happens before memory is read", 60);
        var command = new Command("start", "Start to ready on existing data; memory and CPU idle and under load.") { times, updates, idle };
        command.SetAction((parsed, cancel) => Start.MeasureAsync(
            parsed.GetValue(times), parsed.GetValue(updates), TimeSpan.FromSeconds(parsed.GetValue(idle)), Console.Out, cancel));
        return command;
    }
}
