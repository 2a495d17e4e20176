using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The views, made again from the log.</summary>
internal sealed class RebuiltViews() : RebuiltFold(Views.FoldName, Projections.Tables.All)
{
    // Of results no page needs another's.
    private Task copying = Task.CompletedTask;

    public override IEnumerable<Type> Types =>
    [
        typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(WaiverExpired), typeof(MessageRejected), typeof(RejectionSettled),
        typeof(PolicySetInForce), typeof(GateReleased), typeof(GateCompleted), typeof(GateChanged),
    ];

    public override IReadOnlyList<string> LateIndexes =>
        ["result_time", "result_subject", "result_testcase", "result_groups", "result_source", "cell_subject", "check_history_score", "update_time", "update_submitter", "update_build_package", "rejection_state", "verdict_alias", "verdict_context"];

    public override async Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlConnection aside, CancellationToken cancellation)
    {
        var page = await ViewsFold.FoldInMemoryAsync(events, connection, cancellation);
        await copying;
        await Task.WhenAll(
            ViewsWriter.SaveAsync(connection, ViewsWriter.OfOthers(page), cancellation),
            ViewsWriter.SaveAsync(aside, HistoryRows.Commands(page), cancellation));
        copying = ViewsWriter.SaveResultsAsync(aside, page, cancellation);
    }

    public override Task SettleAsync(CancellationToken cancellation) => copying;
}
