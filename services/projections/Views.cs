using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The fold <c>views</c>.</summary>
public sealed class Views([FromKeyedServices(LogDatabase.Key)] NpgsqlDataSource database, ILogger<Views> log) : LogFold(FoldName, database, log)
{
    /// <summary>The name of its checkpoint.</summary>
    public const string FoldName = "views";

    protected override Task FoldAsync(
        IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation) =>
        ViewsFold.FoldAsync(events, connection, cancellation);
}
