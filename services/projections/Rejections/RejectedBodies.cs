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

    /// <summary>A body as it came, as far as it is kept; null if there is no such rejection.</summary>
    public static Task<byte[]?> WholeAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellation) =>
        connection.ReadAsync<byte[]>("select body from ingest.rejection_body where id = $1", cancellation, id);
}
