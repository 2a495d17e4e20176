using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The views, made again from the log.</summary>
internal sealed class RebuiltViews() : RebuiltFold(Views.FoldName, Projections.Tables.All)
{
    public override IEnumerable<Type> Types => [typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(MessageRejected), typeof(RejectionSettled), typeof(GateCompleted), typeof(GateChanged)];

    public override IReadOnlyList<string> LateIndexes =>
        ["result_time", "result_subject", "result_testcase", "result_groups", "cell_subject", "check_history_score", "update_time", "update_submitter", "update_build_package", "rejection_state", "verdict_alias", "verdict_context"];

    public override Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, CancellationToken cancellation) =>
        ViewsFold.FoldAsync(events, connection, cancellation);
}
