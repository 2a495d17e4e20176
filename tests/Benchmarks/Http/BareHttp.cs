using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Benchmarks;

/// <summary>
/// One connection over which requests are posted one after the other. Clients share the cores with what is measured, and a full client costs a third of
/// what it takes to answer it: this one writes bytes and reads bytes, on a thread of its own.
/// </summary>
internal sealed class BareHttp : IDisposable
{
    private readonly Socket socket;
    private readonly Uri address;
    private byte[] buffer = new byte[64 * 1024];

    public BareHttp(Uri address)
    {
        this.address = address;
        socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(address.Host, address.Port);
    }

    /// <summary>Posts JSON and takes the whole answer.</summary>
    /// <returns>The answer, from its status line on.</returns>
    /// <exception cref="IOException">The answer broke off.</exception>
    public string Post(ReadOnlyMemory<byte> json)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n"));
        byte[] request = [.. head, .. json.Span];
        for (var sent = 0; sent < request.Length;)
        {
            sent += socket.Send(request.AsSpan(sent));
        }

        for (var filled = 0; ;)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            var read = socket.Receive(buffer.AsSpan(filled));
            filled += read;
            if (IsWhole(buffer.AsSpan(0, filled)))
            {
                return Encoding.UTF8.GetString(buffer, 0, filled);
            }

            if (read == 0)
            {
                throw new IOException($"The answer broke off: {Encoding.UTF8.GetString(buffer, 0, filled)}");
            }
        }
    }

    public void Dispose() => socket.Dispose();

    // Nothing else is asked for meanwhile, so a chunked answer ends where what has come ends with the last chunk.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var length = answer[..head].IndexOf("\r\nContent-Length: "u8);
        return length < 0
            ? answer.EndsWith("\r\n0\r\n\r\n"u8)
            : Utf8Parser.TryParse(answer[(length + "\r\nContent-Length: ".Length)..], out int bytes, out _) && answer.Length >= head + 4 + bytes;
    }
}
