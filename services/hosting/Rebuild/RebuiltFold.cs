using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>A fold as a rebuild runs it: the code of the live one, over tables of its own. It appends nothing and says nothing.</summary>
/// <param name="name">The live fold's name: that of its checkpoint.</param>
/// <param name="tables">The live fold's tables.</param>
public abstract class RebuiltFold(string name, OwnTables tables)
{
    public string Name { get; } = name;

    public OwnTables Tables { get; } = tables;

    /// <summary>The events that it takes.</summary>
    public abstract IEnumerable<Type> Types { get; }

    /// <summary>Indexes that the fold itself never looks into, by name: they are made once all is there, which is several times cheaper, and only if the tables stay.</summary>
    public virtual IReadOnlyList<string> LateIndexes => [];

    /// <summary>The events that the fold has decided again, against those of the log; null where it appends none.</summary>
    public virtual EventsAgain? Again => null;

    /// <summary>Folds a page. Both connections look for names in the tables made for the rebuild.</summary>
    /// <param name="connection">What is written here must be written at the end, since the next page may load it.</param>
    /// <param name="aside">For rows that no page loads, or that the fold knows until they are written: they may still be under way while the next is loaded and folded, until <see cref="SettleAsync"/>.</param>
    public abstract Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlConnection aside, CancellationToken cancellation);

    /// <summary>Writes what the fold still knows better than the tables, and ends when nothing is under way any more.</summary>
    public virtual Task SettleAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Everything up to the position is folded, and the live fold stands still there for a moment: the last look at the log, beyond it too.</summary>
    public virtual Task StandAsync(long position, NpgsqlConnection connection, CancellationToken cancellation) => Task.CompletedTask;
}
