using System.Buffers;
using System.IO.Pipelines;
using System.Net.Mime;
using System.Text;

namespace Gatehouse.Hosting;

/// <summary>What a connection sends, as it is; once there is a refusal to explain, the empty answer that the web server then gives gets the explanation for its body.</summary>
/// <param name="output">Where it goes.</param>
internal sealed class RefusalWriter(PipeWriter output) : PipeWriter
{
    private byte[] problem = [];
    private ArrayBufferWriter<byte>? held;

    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => output.UnflushedBytes + (held?.WrittenCount ?? 0);

    private static ReadOnlySpan<byte> NoContent => "Content-Length: 0\r\n"u8;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private IBufferWriter<byte> Target => held is null ? output : held;

    /// <summary>The next empty answer is the server's refusal, and its last word on this connection.</summary>
    /// <param name="why">The problem, as JSON.</param>
    public void Explain(byte[] why) => (problem, held) = (why, new());

    public override void Advance(int bytes) => Target.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => Target.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Target.GetSpan(sizeHint);

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        Release();
        output.Complete(exception);
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        Release();
        return output.CompleteAsync(exception);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Release();
        return output.FlushAsync(cancellationToken);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        held is null ? output.WriteAsync(source, cancellationToken) : base.WriteAsync(source, cancellationToken);

    // What was held may begin with, or be, the rest of earlier answers, where their reader is slow.
    private void Release()
    {
        if (held is null)
        {
            return;
        }

        var bytes = held.WrittenSpan;
        var length = bytes.LastIndexOf(NoContent);
        if (length >= 0 && bytes[length..].IndexOf(EndOfHead) == bytes.Length - length - EndOfHead.Length)
        {
            output.Write(bytes[..length]);
            output.Write(Encoding.ASCII.GetBytes($"Content-Length: {problem.Length}\r\nContent-Type: {MediaTypeNames.Application.ProblemJson}\r\n"));
            output.Write(bytes[(length + NoContent.Length)..]);
            output.Write(problem);
            held = null;
        }
        else
        {
            output.Write(bytes);
            held.Clear();
        }
    }
}
