using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>What can be asked of the cost by length of the history.</summary>
internal static class HistoryCommand
{
    public static Command Make()
    {
        var sizes = Ask.Numbers("--sizes", "how many events are there before, ascending; an empty store is measured in turn with each", 1_000_000, 5_000_000);
        var template = Ask.Number("--template", "of how many updates, recorded by the services, the history is made of copies", 1_000);
        var rounds = Ask.Number("--rounds", "how many floods each is measured with; the median counts", 5);
        var updates = Ask.Number("--updates", "how many updates of ten builds a flood has", 400);
        var samples = Ask.Number("--samples", "how many verdicts on the quiet system", 100);
        var command = new Command("history", "Cost of a result as the log grows, and what the store weighs.") { sizes, template, rounds, updates, samples };
        command.SetAction((parsed, cancel) => History.MeasureAsync(
            new(parsed.GetValue(sizes)!, parsed.GetValue(template), parsed.GetValue(rounds), parsed.GetValue(updates), parsed.GetValue(samples)), Console.Out, cancel));
        return command;
    }
}

/// <summary>See <see cref="HistoryCommand"/>.</summary>
internal sealed record HistoryOptions(IReadOnlyList<int> Sizes, int Template, int Rounds, int Updates, int Samples);
