using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>What can be asked of the figures of the live stream.</summary>
internal static class StreamCommand
{
    public static Command Make()
    {
        var clients = Ask.Number("--clients", "how many listen", 500);
        var seconds = Ask.Number("--seconds", "how long each is measured", 30);
        var command = new Command("stream", "What listeners of the live stream cost while nothing happens.") { clients, seconds };
        command.SetAction((parsed, cancel) => Streaming.MeasureAsync(parsed.GetValue(clients), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Out, cancel));
        return command;
    }
}
