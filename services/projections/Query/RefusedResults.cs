using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>A refused result that a gate asks for. Its outcome does not count: somebody should look at why it was refused.</summary>
/// <param name="Id">The rejection's.</param>
/// <param name="Outcome">Null where it is no outcome in use.</param>
/// <param name="Conflict">It was refused for its id alone, and would have changed a cell that the gate asks for.</param>
public sealed record RefusedResult(
    Guid Id, Subject Subject, string Testcase, string? Outcome, IReadOnlyList<Reason> Reasons, DateTimeOffset ReceivedAt, bool Conflict);

/// <summary>
/// The refused results that gates ask for (rules 1 and 2), newest first: those that nobody has settled and no newer result of their subject and testcase,
/// a conflict's of its cell, was recorded after.
/// </summary>
internal static class RefusedResults
{
    private const string Sql = """
        select f.subject, f.testcase, f.conflict, f.scenario, f.arch, e.data
        from views.refused f join views.rejection r on r.seq = f.seq join gatehouse.mt_events e on e.seq_id = f.seq
        left join gatehouse.mt_events s on s.seq_id = r.settled
        where f.subject = any($1) and f.testcase_hash = any($2) and e.timestamp <= $3 and (r.settled is null or s.timestamp > $3)
            and not exists (
                select from views.result n join gatehouse.mt_events m on m.seq_id = n.seq
                where n.subject_hash = f.subject_hash and n.testcase_hash = f.testcase_hash and n.subject_type = f.subject_type and n.seq > f.seq
                    and n.time >= f.time and (not f.conflict or n.time > f.time and n.cell = f.cell) and m.timestamp <= $3)
        order by f.seq desc limit $4
        """;

    /// <summary>What narrows the parts of a gate, a row of gating's <c>gate_build</c> each, to those that anything refused is about.</summary>
    public const string IsAboutPart = "subject in (select f.subject from views.refused f join views.rejection r on r.seq = f.seq where r.state = 'open')";

    /// <summary>Those of some parts of an open gate; at most 500.</summary>
    /// <param name="at">As of a past moment; null for now.</param>
    public static async Task<IReadOnlyList<RefusedResult>> OfAsync(
        NpgsqlConnection connection, GateStatus status, IReadOnlyList<GatePart> parts, DateTimeOffset? at, CancellationToken cancellation)
    {
        if (status == GateStatus.Closed || parts.Count == 0)
        {
            return [];
        }

        var byKey = parts.ToDictionary(part => part.Subject.Key());
        var testcases = parts.SelectMany(part => part.Requirements).Select(r => r.Testcase).Distinct().Select(Hash64.Of).ToArray();
        var refused = new List<RefusedResult>();
        await using var command = connection.Command(Sql, byKey.Keys.ToArray(), testcases, at ?? Limits.LatestTime, Limits.GateEntries);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var (part, testcase, conflict) = (byKey[row.GetGuid(0)], row.GetString(1), row.GetBoolean(2));
            if (part.Requirements.Any(r => IsAskedFor(r, testcase, conflict, row.TextOrNull(3), row.TextOrNull(4))))
            {
                var e = JsonSerializer.Deserialize<MessageRejected>(row.GetFieldValue<byte[]>(5), Json.Stored)!;
                refused.Add(new RefusedResult(e.Id, part.Subject, testcase, e.About?.Outcome, e.Reasons, e.ReceivedAt, conflict));
            }
        }

        // One that names several arches is one message.
        return [.. refused.DistinctBy(r => (r.Id, r.Subject))];
    }

    /// <summary>Whether a requirement asks for what was refused. The arch of one that cannot be read wholly may not be known, so it does not matter; a conflict's is.</summary>
    internal static bool IsAskedFor(RequirementView requirement, string testcase, bool conflict, string? scenario, string? arch) =>
        requirement.Testcase == testcase
        && (!conflict || ((requirement.Arch is null || requirement.Arch == arch) && (requirement.Scenario is null || requirement.Scenario == scenario)));
}
