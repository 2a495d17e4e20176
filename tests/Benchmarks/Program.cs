using System.CommandLine;
using Gatehouse.Benchmarks;

var rounds = Ask.Number("--rounds", "how often each is measured; the median counts", 5);
var updates = Ask.Number("--updates", "how many updates a round has", 1_000);
var builds = Ask.Number("--builds", "how many builds an update has", 10);
var throughput = new Command("throughput", "Results a second against the limit of the machine: ingest alone, and everything on.") { rounds, updates, builds };
throughput.SetAction((parsed, cancel) => Throughput.MeasureAsync(
    parsed.GetValue(rounds), parsed.GetValue(updates), parsed.GetValue(builds), Console.Out, cancel));

var counts = Ask.Numbers("--counts", "how many replicas; the first is what the others are compared with", 1, 2, 4);
var replicas = new Command("replicas", "What two and four replicas of ingest take of what one takes, on the same servers.") { counts, rounds, updates, builds };
replicas.SetAction((parsed, cancel) => Replicas.MeasureAsync(
    parsed.GetValue(counts)!, parsed.GetValue(rounds), parsed.GetValue(updates), parsed.GetValue(builds), Console.Out, cancel));

var results = Ask.Number("--results", "how many results the past has", 100_000);
var backtest = new Command("backtest", "A draft of policies tried on a past of many results.") { results };
backtest.SetAction((parsed, cancel) => Backtesting.MeasureAsync(parsed.GetValue(results), Console.Out, cancel));

var logged = Ask.Number("--results", "how many results the log has", 200_000);
var rebuilds = Ask.Number("--rounds", "how often each is measured; the median counts", 3);
var rebuild = new Command("rebuild", "Views and gates made again from the log, against the limit of the machine.") { logged, rebuilds };
rebuild.SetAction((parsed, cancel) => Rebuilding.MeasureAsync(parsed.GetValue(logged), parsed.GetValue(rebuilds), Console.Out, cancel));

// Ctrl-C: servers stop and folders go.
var tidiesUpWithin = TimeSpan.FromMinutes(1);
return await new RootCommand("Figures of the whole platform, as a client sees them.")
{
    throughput, replicas, LatencyCommand.Make(), ArchiveCommand.Make(), UpdateSizeCommand.Make(), HistoryCommand.Make(),
    HttpCommand.Make(), StreamCommand.Make(), PagesCommand.Make(), StartCommand.Make(), backtest, rebuild,
    CompareCommand.Make(),
}.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = tidiesUpWithin });
