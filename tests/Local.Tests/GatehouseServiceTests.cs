namespace Gatehouse.Local.Tests;

public class GatehouseServiceTests
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_first_replica_is_what_one_alone_would_be()
    {
        var ports = new Ports(9000);

        Assert.That(GatehouseService.All(ports, replicas: 2).Take(3), Is.EqualTo(GatehouseService.All(ports)));
    }

    [Test]
    public void A_replica_asks_those_of_its_own_number_and_all_give_the_same_links()
    {
        var environments = GatehouseService.All(new Ports(9000), replicas: 2).Where(s => s.Kind == GatehouseService.Projections).Select(s => Launch(s).Environment).ToList();

        Assert.That(environments.Select(e => e["Gatehouse__IngestUrl"]), Is.EqualTo((string[])["http://127.0.0.1:9001", "http://127.0.0.1:9008"]));
        Assert.That(environments.Select(e => e["Gatehouse__GatingUrl"]), Is.EqualTo((string[])["http://127.0.0.1:9002", "http://127.0.0.1:9009"]));
        Assert.That(environments.Select(e => e["Gatehouse__PublicUrl"]), Is.All.EqualTo("http://127.0.0.1:9000"));
    }

    [Test]
    public void Each_replica_has_a_name_and_a_log_of_its_own() =>
        Assert.That(GatehouseService.All(new Ports(9000), replicas: 3).Select(s => Launch(s)).Select(l => (l.Name, l.LogFile)), Is.Unique);

    private Launch Launch(GatehouseService service) =>
        service.Launch(new PlatformSettings { Data = new DataFolder(folder), Ports = new Ports(9000), Policies = "p", Replicas = 3 }, "", "");
}
