using System.CommandLine;

namespace Gatehouse.Benchmarks;

/// <summary>What can be asked of the latency.</summary>
internal static class LatencyCommand
{
    public static Command Make()
    {
        var endpoints = new Option<FileInfo?>("--endpoints") { Description = "endpoints.json of a running platform; without it one is started and stopped again" };
        var samples = Ask.Number("--samples", "how many verdicts to measure on the quiet system", 200);
        var seconds = Ask.Number("--seconds", "stop after so long, with the samples there are", 120);
        var load = new Option<bool>("--load") { Description = "measure under load, too: at 500/s, at 50 % and at 80 % of what is sustained" };
        var sustained = new Option<int?>("--sustained") { Description = "results a second that are sustained with everything on; without it that is measured first" };
        var each = Ask.Number("--load-seconds", "how long each load lasts", 30);
        endpoints.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<FileInfo?>() is { Exists: false } file)
            {
                r.AddError($"There is no file {file}.");
            }
        });

        var command = new Command("latency", "Last result confirmed by the broker -> verdict received, on a quiet system and under load.") { endpoints, samples, seconds, load, sustained, each };
        command.SetAction((parsed, cancel) => Latency.MeasureAsync(
            parsed.GetValue(endpoints),
            parsed.GetValue(samples),
            TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            parsed.GetValue(load) ? new LoadOptions(parsed.GetValue(sustained), TimeSpan.FromSeconds(parsed.GetValue(each))) : null,
            Console.Out,
            cancel));
        return command;
    }
}
