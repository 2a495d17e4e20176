using System.Diagnostics.Metrics;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>
/// Says every recorded result and every rejection on the bus, in log order, once the views hold them: what was so at that place of
/// the log stands in their rows, so the same fact said again after a crash has the same body and id.
/// </summary>
public sealed class Announcer(Views views, BusPublisher bus, [FromKeyedServices(LogDatabase.Key)] NpgsqlDataSource database, ILogger<Announcer> log)
    : LogPublisher("announce", views, bus, database, log)
{
    private const int Page = 500;

    private static readonly Counter<long> Announced = Meters.Gatehouse.CreateCounter<long>(
        "gatehouse.announced", description: "Messages handed to the broker, by type. Counted again when they are said again.");

    protected override async Task<PublisherPage?> ReadAsync(NpgsqlConnection connection, long after, CancellationToken cancellation)
    {
        var upTo = Follows.Position;
        if (upTo <= after)
        {
            return null;
        }

        var results = await ResultAnnouncements.ReadAsync(connection, after, upTo, Page, cancellation);
        upTo = results.Count < Page ? upTo : results[^1].Sequence;
        var rejections = await RejectionAnnouncements.ReadAsync(connection, after, upTo, Page, cancellation);
        upTo = rejections.Count < Page ? upTo : rejections[^1].Sequence;
        BusMessage[] messages =
            [.. results.Concat(rejections).Where(a => a.Sequence <= upTo).OrderBy(a => a.Sequence).Select(a => a.Message)];
        foreach (var type in messages.CountBy(m => m.Type))
        {
            Announced.Add(type.Value, new KeyValuePair<string, object?>("type", type.Key));
        }

        return new PublisherPage(messages, upTo);
    }
}
