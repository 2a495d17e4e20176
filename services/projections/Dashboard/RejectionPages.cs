using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>A refused message with as much of its body as a page can hold.</summary>
public sealed record RejectionPageView(RejectionView Rejection, string Body, bool Cut);

/// <summary><c>/rejections/{id}</c>: the rejection as the API tells it, and its body as text.</summary>
internal static class RejectionPages
{
    private const int Shown = 64 * 1024;

    public static async Task<IResult> ReadAsync(HttpContext context, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var found = await RejectionEndpoints.ReadAsync(context, database, cancellation);
        if (found is not View { Content: RejectionView rejection })
        {
            return found;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var body = (await RejectedBodies.WholeAsync(connection, rejection.Id, cancellation)).Body ?? [];
        return new Page<RejectionPage>(new RejectionPageView(rejection, RejectedText.Of(body.AsSpan(0, Math.Min(body.Length, Shown))), body.Length > Shown || rejection.Truncated));
    }
}
