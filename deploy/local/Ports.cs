using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Local;

/// <summary>The seven ports of one installation, all counted from a base, so that several can run side by side.</summary>
public sealed record Ports(int Base)
{
    public const int Default = 7400;

    public int Api => Base;
    public int Ingest => Base + 1;
    public int Gating => Base + 2;
    public int Amqp => Base + 3;
    public int RabbitDistribution => Base + 4;
    public int Epmd => Base + 5;
    public int Postgres => Base + 6;

    /// <summary>Whether all seven are ports that a program without privileges may listen on.</summary>
    public bool Possible => Base >= 1024 && Postgres <= 65_535;

    /// <summary>Those of the given ports that somebody listens on already.</summary>
    public static IReadOnlyList<int> Taken(IEnumerable<int> ports) => [.. ports.Where(IsTaken)];

    /// <summary>A base whose seven ports are free at this moment, in a range that the kernel gives to nobody by itself.</summary>
    public static Ports Free()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var ports = new Ports(10_000 + (Random.Shared.Next(2_000) * 10));
            if (Taken(Enumerable.Range(ports.Base, 7)).Count == 0)
            {
                return ports;
            }
        }

        throw new StartRefusedException("No seven free ports in a row were found between 10000 and 30000.");
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
