using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Local;

/// <summary>
/// The ports of one installation, all counted from a base, so that several can run side by side: seven, and three more for each further
/// replica of the services.
/// </summary>
public sealed record Ports(int Base)
{
    public const int Default = 7400;

    /// <summary>More replicas of each service than this make no sense on one machine.</summary>
    public const int MostReplicas = 5;

    private const int Services = 3;

    public int Api => Base;
    public int Ingest => Base + 1;
    public int Gating => Base + 2;
    public int Amqp => Base + 3;
    public int RabbitDistribution => Base + 4;
    public int Epmd => Base + 5;
    public int Postgres => Base + 6;

    /// <summary>The port of one of a service's replicas, counted from 1: the first has the service's own, the others follow after all that one of each needs.</summary>
    public int Of(int servicesPort, int replica) => replica == 1 ? servicesPort : servicesPort - Base + Postgres + 1 + ((replica - 2) * Services);

    /// <summary>The last port that so many replicas of each service need.</summary>
    public int Last(int replicas) => Math.Max(Postgres, Of(Gating, replicas));

    /// <summary>Whether all are ports that a program without privileges may listen on.</summary>
    public bool Possible(int replicas) => Base >= 1024 && Last(replicas) <= 65_535;

    /// <summary>Those of the given ports that somebody listens on already.</summary>
    public static IReadOnlyList<int> Taken(IEnumerable<int> ports) => [.. ports.Where(IsTaken)];

    /// <summary>A base whose ports are free at this moment, in a range that the kernel gives to nobody by itself.</summary>
    public static Ports Free(int replicas = 1)
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var ports = new Ports(10_000 + (Random.Shared.Next(2_000) * 10));
            if (Taken(Enumerable.Range(ports.Base, ports.Last(replicas) - ports.Base + 1)).Count == 0)
            {
                return ports;
            }
        }

        throw new StartRefusedException("No free ports in a row were found between 10000 and 30000.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Base}-{Postgres}");

    private static bool IsTaken(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
