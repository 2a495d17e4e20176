using System.CommandLine;
using Gatehouse.Benchmarks;

var endpoints = new Option<FileInfo?>("--endpoints") { Description = "endpoints.json of a running platform; without it one is started and stopped again" };
var samples = new Option<int>("--samples") { Description = "how many verdicts to measure", DefaultValueFactory = _ => 200 };
var seconds = new Option<int>("--seconds") { Description = "stop after so long, with the samples there are", DefaultValueFactory = _ => 120 };
endpoints.Validators.Add(r =>
{
    if (r.GetValueOrDefault<FileInfo?>() is { Exists: false } file)
    {
        r.AddError($"There is no file {file}.");
    }
});

var latency = new Command("latency", "Last result confirmed by the broker -> verdict received, on a quiet system.") { endpoints, samples, seconds };
latency.SetAction((parsed, cancel) => Latency.MeasureAsync(
    parsed.GetValue(endpoints), parsed.GetValue(samples), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.Out, cancel));

return await new RootCommand("Figures of the whole platform, as a client sees them.") { latency }.Parse(args).InvokeAsync();
