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

    [Test]
    public void Each_further_replica_takes_three_ports_after_all_that_one_of_each_needs()
    {
        Assert.That(GatehouseService.All(new Ports(9000), replicas: 3).Select(s => (s.Name, s.Port)), Is.EqualTo(((string, int)[])[
            ("results-ingest", 9001), ("projections", 9000), ("gating", 9002),
            ("results-ingest-2", 9008), ("projections-2", 9007), ("gating-2", 9009),
            ("results-ingest-3", 9011), ("projections-3", 9010), ("gating-3", 9012)]));
        Assert.That(Enumerable.Range(1, 3).Select(new Ports(9000).Last), Is.EqualTo((int[])[9006, 9009, 9012]));
    }

    [TestCase(1024, 1, true)]
    [TestCase(65_529, 1, true)]
    [TestCase(65_526, 2, true)]
    [TestCase(1023, 1, false)]
    [TestCase(65_530, 1, false)]
    [TestCase(65_529, 2, false)]
    public void A_base_must_leave_room_for_all(int portBase, int replicas, bool possible) =>
        Assert.That(new Ports(portBase).Possible(replicas), Is.EqualTo(possible));

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
