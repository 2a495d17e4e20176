using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Projections;

/// <summary>
/// One client's stream: first what it has missed, page by page from the log, then what the tail hands it, without a gap or a repeat between the two.
/// </summary>
/// <param name="from">The place it has come to; null for one that begins now.</param>
/// <param name="endings">End it: its client comes back to whoever serves then.</param>
internal sealed class EventStream(
    StreamFilter filter, long? from, LiveLog log, Tail tail, Overviews overviews, CancellationToken[] endings) : IResult
{
    // How soon a client comes back: browsers wait for seconds if they are not told.
    private static readonly byte[] Hello = Encoding.ASCII.GetBytes("retry: 1000\n\n");

    // After so many pages a client that catches up is told its place.
    private const int Mark = 50;

    // However many come back at once, they do not take the database from everybody else.
    private static readonly SemaphoreSlim Readers = new(2);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // Proxies of the nginx kind would hold back what is not much yet.
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();

        using var end = CancellationTokenSource.CreateLinkedTokenSource([httpContext.RequestAborted, .. endings]);
        var listener = new Listener(filter);
        try
        {
            await WriteAsync(response.BodyWriter, listener, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has left, or the service does.
        }
        finally
        {
            tail.Leave(listener);
        }
    }

    private async Task WriteAsync(PipeWriter output, Listener listener, CancellationToken cancellation)
    {
        output.Write(Hello);
        await output.FlushAsync(cancellation);
        var place = from;
        if (place is { } behind)
        {
            // Nearly to the end first, so that little waits in the listener while the rest is read.
            place = await CatchUpAsync(output, behind, await log.EndAsync(cancellation) - LiveLog.Page, cancellation);
        }

        var joined = await tail.JoinAsync(listener, cancellation);
        place = place is { } near ? await CatchUpAsync(output, near, joined, cancellation) : joined;
        output.Write(Frame.Beat(place.Value).Bytes.Span);
        if (filter.WantsOverview && (await overviews.NowAsync(cancellation)).Frame is var counters)
        {
            listener.Offer(counters);
        }

        await FollowAsync(output, listener, place.Value, cancellation);
    }

    /// <summary>Writes what lies between two places, and answers where it has come to.</summary>
    private async Task<long> CatchUpAsync(PipeWriter output, long place, long upTo, CancellationToken cancellation)
    {
        for (var pages = 1; place < upTo; pages++)
        {
            var next = Math.Min(upTo, place + LiveLog.Page);
            foreach (var frame in (await ReadAsync(place, next, cancellation)).Where(f => filter.Wants(f.Type!, f.About)))
            {
                output.Write(frame.Bytes.Span);
            }

            place = next;
            if (pages % Mark == 0)
            {
                // One that wants little of much is to know that it gets somewhere, should it have to come back.
                output.Write(Frame.Beat(place).Bytes.Span);
            }

            await output.FlushAsync(cancellation);
        }

        return place;
    }

    private async Task<IReadOnlyList<Frame>> ReadAsync(long after, long upTo, CancellationToken cancellation)
    {
        await Readers.WaitAsync(cancellation);
        try
        {
            return await log.ReadAsync(after, upTo, cancellation);
        }
        finally
        {
            Readers.Release();
        }
    }

    /// <summary>Writes what the tail hands over, until somebody ends it.</summary>
    private static async Task FollowAsync(PipeWriter output, Listener listener, long place, CancellationToken cancellation)
    {
        do
        {
            while (listener.Take() is { } frame)
            {
                // The tail of this replica may be behind the one that the client has heard last.
                if (frame.IsAfter(place))
                {
                    output.Write(frame.Bytes.Span);
                }
            }

            await output.FlushAsync(cancellation);
        }
        while (await listener.WaitAsync(cancellation));
    }
}
