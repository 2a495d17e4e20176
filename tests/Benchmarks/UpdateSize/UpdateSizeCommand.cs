using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>What can be asked of the cost by size of an update.</summary>
internal static class UpdateSizeCommand
{
    public static Command Make()
    {
        var sizes = Ask.Numbers("--sizes", "how many builds the updates have; the first is what the others are compared with", 1, 10, 100, 1_000, 3_000);
        var rounds = Ask.Number("--rounds", "how often each size is measured; medians count", 3);
        var trickle = Ask.Number("--trickle", "how many results come one at a time", 200);
        var bulk = Ask.Number("--bulk", "how many results come in bulk, at least", 5_000);
        var command = new Command("update-size", "Cost of a result as its update grows: time, write-ahead log, CPU.") { sizes, rounds, trickle, bulk };
        command.SetAction((parsed, cancel) => UpdateSize.MeasureAsync(
            parsed.GetValue(sizes)!, parsed.GetValue(rounds), parsed.GetValue(trickle), parsed.GetValue(bulk), Console.Out, cancel));
        return command;
    }
}
