using System.Diagnostics.Metrics;
using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>What an operator asks of the door: how much comes in, how much of it is new, how much is refused, and how long it takes.</summary>
internal sealed class IngestMetrics
{
    private readonly Counter<long> recorded = Meters.Gatehouse.CreateCounter<long>("gatehouse.ingest.recorded", description: "Facts recorded, by kind.");
    private readonly Counter<long> repeated = Meters.Gatehouse.CreateCounter<long>("gatehouse.ingest.repeated", description: "Facts that were on record already, by kind.");
    private readonly Counter<long> conflicts = Meters.Gatehouse.CreateCounter<long>("gatehouse.ingest.conflicts", description: "Facts refused because their id is on record with other content, by kind.");
    private readonly Counter<long> rejections = Meters.Gatehouse.CreateCounter<long>("gatehouse.ingest.rejected", description: "Messages and requests refused, conflicts included, by kind.");
    private readonly Counter<long> races = Meters.Gatehouse.CreateCounter<long>("gatehouse.ingest.races", description: "Batches begun again because another replica recorded one of their ids.");
    private readonly Histogram<int> batch = Meters.Gatehouse.CreateHistogram<int>("gatehouse.ingest.batch.size", description: "Messages per transaction.");
    private readonly Histogram<double> duration = Meters.Gatehouse.CreateHistogram<double>("gatehouse.ingest.batch.duration", unit: "s", description: "From a batch to its commit.");

    public void Raced() => races.Add(1);

    public void Recorded(IReadOnlyList<Arrival> arrivals, IReadOnlyList<Receipt> receipts, TimeSpan took)
    {
        batch.Record(arrivals.Count);
        duration.Record(took.TotalSeconds);
        foreach (var same in arrivals.Zip(receipts).CountBy(pair => (pair.First.Delivery.Kind, Counter: CounterOf(pair.Second))))
        {
            var kind = new KeyValuePair<string, object?>("kind", same.Key.Kind);
            same.Key.Counter.Add(same.Value, kind);
            if (same.Key.Counter == conflicts)
            {
                rejections.Add(same.Value, kind);
            }
        }
    }

    private Counter<long> CounterOf(Receipt receipt) => receipt switch
    {
        Receipt.Recorded { Repeated: false } => recorded,
        Receipt.Recorded => repeated,
        Receipt.Refused { IsConflict: true } => conflicts,
        _ => rejections,
    };
}
