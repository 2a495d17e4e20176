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

var rounds = new Option<int>("--rounds") { Description = "how often each is measured; the median counts", DefaultValueFactory = _ => 5 };
var updates = new Option<int>("--updates") { Description = "how many updates a round has", DefaultValueFactory = _ => 1_000 };
var builds = new Option<int>("--builds") { Description = "how many builds an update has", DefaultValueFactory = _ => 10 };
var throughput = new Command("throughput", "Results a second against the limit of the machine: ingest alone, and everything on.") { rounds, updates, builds };
throughput.SetAction((parsed, cancel) => Throughput.MeasureAsync(
    parsed.GetValue(rounds), parsed.GetValue(updates), parsed.GetValue(builds), Console.Out, cancel));

var results = new Option<int>("--results") { Description = "how many results the past has", DefaultValueFactory = _ => 100_000 };
var backtest = new Command("backtest", "A draft of policies tried on a past of many results.") { results };
backtest.SetAction((parsed, cancel) => Backtesting.MeasureAsync(parsed.GetValue(results), Console.Out, cancel));

var replicas = new Command("replicas", "What two replicas of ingest take of what one takes, on the same servers.") { rounds, updates, builds };
replicas.SetAction((parsed, cancel) => Replicas.MeasureAsync(
    parsed.GetValue(rounds), parsed.GetValue(updates), parsed.GetValue(builds), Console.Out, cancel));

return await new RootCommand("Figures of the whole platform, as a client sees them.") { latency, throughput, backtest, replicas }.Parse(args).InvokeAsync();
