using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>How <c>archive</c> is asked for.</summary>
internal static class ArchiveCommand
{
    public static Command Make()
    {
        var rounds = Ask.Number("--rounds", "how often each is measured, in turn; the median counts", 3);
        var batches = Ask.Number("--batches", "how many streams of 500 events a round has", 200);
        var command = new Command("archive", "What archived streams cost to append and to archive, with and without partitions of their own.") { rounds, batches };
        command.SetAction((parsed, cancel) => Archiving.MeasureAsync(parsed.GetValue(rounds), parsed.GetValue(batches), Console.Out, cancel));
        return command;
    }
}
