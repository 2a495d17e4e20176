namespace Gatehouse.Benchmarks;

/// <summary>How fast something was, and what it wrote ahead.</summary>
internal readonly record struct EventCost(double PerSecond, double Wal);

/// <summary>One round's figures, all of them for one event.</summary>
/// <param name="During">Appending while others are archived.</param>
/// <param name="Bytes">Of tables and indexes before anything was archived.</param>
/// <param name="Archived">The same after all was.</param>
internal sealed record ArchiveFigures(EventCost Append, EventCost During, EventCost Archiving, double Bytes, double Archived)
{
    /// <summary>How bytes are counted.</summary>
    public const string Vacuumed = "dead rows included, as no vacuum has run since";

    /// <summary>The two ways side by side.</summary>
    public static Table Table(IReadOnlyList<ArchiveFigures> marked, IReadOnlyList<ArchiveFigures> moved)
    {
        var table = new Table("", "a mark", "partitions", "(x)");
        Add("append, events/s", f => f.Append.PerSecond);
        Add("append, bytes of WAL an event", f => f.Append.Wal);
        Add("append while others are archived, events/s", f => f.During.PerSecond);
        Add("archive at one go, events/s", f => f.Archiving.PerSecond);
        Add("archive, bytes of WAL an event", f => f.Archiving.Wal);
        Add("store before, bytes an event", f => f.Bytes);
        Add("store after, bytes an event", f => f.Archived);
        return table;

        void Add(string what, Func<ArchiveFigures, double> figure)
        {
            var (mark, move) = (Quantiles.Median([.. marked.Select(figure)]), Quantiles.Median([.. moved.Select(figure)]));
            table.Add(what, mark, move, move / mark);
        }
    }
}
