namespace Gatehouse.Local;

/// <summary>A PostgreSQL or a RabbitMQ that is ours: installed on this machine, or in a container.</summary>
public interface IServer
{
    string Name { get; }

    /// <summary>How a client reaches it, credentials included.</summary>
    string Url { get; }

    /// <summary>Makes all that must be there before its first start. Harmless to repeat.</summary>
    /// <exception cref="StartRefusedException">It cannot run here.</exception>
    Task PrepareAsync(CancellationToken cancel);

    Launch Launch { get; }
}
