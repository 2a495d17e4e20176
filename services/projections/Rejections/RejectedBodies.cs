using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The bodies of refused messages, as ingest keeps them.</summary>
internal static class RejectedBodies
{
    /// <summary>As much of each body as may travel, and a byte more that tells whether there is more.</summary>
    public static async Task<Dictionary<Guid, byte[]>> BeginningsAsync(NpgsqlConnection connection, IEnumerable<Guid> ids, CancellationToken cancellation)
    {
        var bodies = new Dictionary<Guid, byte[]>();
        await using var command = connection.Command(
            "select id, substring(body from 1 for $2) from ingest.rejection_body where id = any($1)", ids.ToArray(), Limits.KeptOfOversize + 1);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            bodies[row.GetGuid(0)] = row.GetFieldValue<byte[]>(1);
        }

        return bodies;
    }

    /// <summary>
    /// A body as it came, as far as it is kept, or when and why it went; neither if there is no such rejection.
    /// </summary>
    public static async Task<(byte[]? Body, BodyGone? Gone)> WholeAsync(
        NpgsqlConnection connection, Guid id, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            "select body, gone_at, gone_reason from ingest.rejection_body where id = $1", id);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return !await row.ReadAsync(cancellation) ? (null, null)
            : row.IsDBNull(1) ? (row.GetFieldValue<byte[]>(0), null)
            : (null, GoneOf(row, 1));
    }

    /// <summary>When and why a body went, of two columns of which neither is null.</summary>
    public static BodyGone GoneOf(NpgsqlDataReader row, int column) => new(
        row.GetFieldValue<DateTimeOffset>(column),
        Enum.Parse<BodyGoneReason>(row.GetString(column + 1), ignoreCase: true));
}
