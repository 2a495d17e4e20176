using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>Folds a page of the log: loaded for in one round trip, folded in memory, and written in as few.</summary>
internal static class ViewsFold
{
    /// <summary>Folds the page into the views that the connection looks for names in.</summary>
    /// <exception cref="FoldException">An event cannot be folded.</exception>
    public static async Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var page = await FoldInMemoryAsync(events, connection, cancellation);
        await ViewsWriter.SaveResultsAsync(connection, page, cancellation);
        await ViewsWriter.SaveAsync(connection, ViewsWriter.OfOthers(page).Concat(HistoryRows.Commands(page)), cancellation);
    }

    /// <summary>The same without the writing.</summary>
    /// <exception cref="FoldException">An event cannot be folded.</exception>
    public static async Task<ViewsPage> FoldInMemoryAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var page = await ViewsReader.LoadAsync(connection, events, cancellation);
        foreach (var e in events)
        {
            try
            {
                page.Fold(e.Sequence, e.Timestamp, e.Data);
            }
            catch (Exception cause)
            {
                throw new FoldException(e.Sequence, cause);
            }
        }

        return page;
    }
}
