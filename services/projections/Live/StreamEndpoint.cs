using Gatehouse.Contracts;
using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary><c>GET /api/v1/stream</c>: what is said on the bus, as server-sent events.</summary>
internal sealed class StreamEndpoint(
    LiveLog log, Tail tail, Overviews overviews, VersionWatch version, IHostApplicationLifetime life)
{
    private const string Parameter = "last_event_id";
    private const string Header = "Last-Event-ID";

    public async Task<IResult> OpenAsync(HttpContext context, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, [.. StreamFilter.Parameters, Parameter]);
        var filter = StreamFilter.Read(query);
        var (asked, errors) = (query.Number(Parameter), query.Errors.ToList());

        // A client that comes back sends both, and the header is the newer.
        var header = context.Request.Headers[Header].ToString();
        if (header.Length > 0)
        {
            asked = Parameters.NumberOf(header);
            errors.AddRange(asked is null ? [new Reason(Header, "expected the id of an event of this stream, or nothing")] : []);
        }

        if (asked > 0 && errors.Count == 0 && asked > await log.EndAsync(cancellation))
        {
            errors.Add(new Reason(header.Length > 0 ? Header : Parameter, "expected the id of an event of this stream: the log has not come to this one"));
        }

        return errors.Count > 0
            ? Problem.BadRequest(errors)
            : new EventStream(filter, asked, log, tail, overviews, [life.ApplicationStopping, version.Outdated]);
    }
}
