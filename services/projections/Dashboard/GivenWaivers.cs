using System.Text.Json;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// The waivers that cover what is shown, as they were given. Whoever withdraws one has to name the same scenario, arch, product version, decision context and
/// update, nulls alike: a gate tells only by whom it was given, and why.
/// </summary>
internal static class GivenWaivers
{
    private const string Sql = "select data from gatehouse.mt_events where id = any($1)";

    /// <summary>By their ids.</summary>
    public static async Task<IReadOnlyDictionary<Guid, WaiverRecorded>> OfAsync(NpgsqlConnection connection, IEnumerable<GatePart> parts, CancellationToken cancellation)
    {
        var events = parts.SelectMany(p => p.Requirements).Select(r => r.Waiver).OfType<WaiverReference>().Select(w => Ids.Event(Kinds.Waiver, w.Id)).Distinct().ToArray();
        var waivers = new Dictionary<Guid, WaiverRecorded>();
        if (events.Length == 0)
        {
            return waivers;
        }

        await using var command = connection.Command(Sql, [events]);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var waiver = JsonSerializer.Deserialize<WaiverRecorded>(row.GetFieldValue<byte[]>(0), Json.Stored)!;
            waivers[waiver.Id] = waiver;
        }

        return waivers;
    }
}
