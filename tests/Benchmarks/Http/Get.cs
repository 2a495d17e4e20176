using System.Buffers;

namespace Gatehouse.Benchmarks;

/// <summary>A request whose answer is read to its end and not kept: what the client costs is not to be measured.</summary>
internal static class Get
{
    private const int AtOnce = 64 * 1024;

    /// <summary>Throws if it is not answered as it should be; else true.</summary>
    public static async Task ToTheEndAsync(HttpClient http, Uri path, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(AtOnce);
        try
        {
            while (await body.ReadAsync(buffer, cancel) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
