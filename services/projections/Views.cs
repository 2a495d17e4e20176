using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The fold <c>views</c>: each page is loaded for in one round trip, folded in memory, and written in as few.</summary>
public sealed class Views(NpgsqlDataSource database, ILogger<Views> log) : LogFold(FoldName, database, log)
{
    /// <summary>The name of its checkpoint.</summary>
    public const string FoldName = "views";

    protected override async Task FoldAsync(
        IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
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

        await ViewsWriter.SaveAsync(connection, page, cancellation);
    }
}
