using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Local.Tests;

public class PortsTests
{
    [Test]
    public void All_ports_follow_from_the_base_and_none_is_used_twice()
    {
        var ports = new Ports(9000);
        int[] all = [ports.Api, ports.Ingest, ports.Gating, ports.Amqp, ports.RabbitDistribution, ports.Epmd, ports.Postgres];

        Assert.That(all, Is.EqualTo(Enumerable.Range(9000, 7)));
    }

    [TestCase(1024, true)]
    [TestCase(65_529, true)]
    [TestCase(1023, false)]
    [TestCase(65_530, false)]
    public void A_base_must_leave_room_for_all(int portBase, bool possible) =>
        Assert.That(new Ports(portBase).Possible, Is.EqualTo(possible));

    [Test]
    public void A_taken_port_is_refused_with_the_name_of_its_holder()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var refusal = Assert.Throws<StartRefusedException>(() => PortHolder.MustBeFree([port]));

        Assert.That(refusal!.Message, Does.Contain($"port {port} by ").And.Contain($"(pid {Environment.ProcessId})").And.Contain("--port-base"));
    }
}
