using System.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Gatehouse.Local.Tests;

using Mapping = Dictionary<object, object?>;

public class ComposeTests
{
    private static readonly string[] Servers = ["postgres", "rabbitmq"];
    private static readonly string[] Services = [.. GatehouseService.All(new Ports(Ports.Default)).Select(s => s.Name)];
    private readonly Mapping services = Read();

    [Test]
    public void It_runs_the_servers_and_the_three_services() =>
        Assert.That(services.Keys, Is.SupersetOf(Servers.Concat(Services)));

    [Test]
    public void Every_image_can_be_another() =>
        Assert.That(services.Values.Select(s => Child(s, "image")), Is.All.Matches<object>(image => $"{image}".StartsWith("${GATEHOUSE_", StringComparison.Ordinal)));

    [Test]
    public void The_services_run_what_the_supervisor_runs_with_the_same_settings()
    {
        var settings = new PlatformSettings { Data = new DataFolder(Directory.CreateTempSubdirectory().FullName), Ports = new Ports(Ports.Default), Policies = "p" };
        foreach (var service in GatehouseService.All(settings.Ports))
        {
            var composed = services[service.Name];
            var needed = service.Launch(settings, "", "").Environment.Keys.Where(name => name.StartsWith("Gatehouse__", StringComparison.Ordinal));
            Assert.That(((Mapping)Child(composed, "environment")!).Keys, Is.SupersetOf(needed), service.Name);
            Assert.That(Child(composed, "command"), Is.EqualTo((object[])[service.Assembly]), service.Name);
        }

        Directory.Delete(settings.Data.Path, recursive: true);
    }

    [Test]
    public void The_services_wait_until_the_servers_are_healthy() =>
        Assert.That(
            from service in Services
            from server in Servers
            select Child(Child(Child(services[service], "depends_on"), server), "condition"),
            Is.All.EqualTo("service_healthy"));

    [Test]
    public void Everything_that_stays_says_whether_it_is_healthy_and_keeps_its_data_in_a_volume()
    {
        Assert.That(Servers.Concat(Services).Select(s => Child(services[s], "healthcheck")), Is.All.Not.Null);
        Assert.That(Servers.Select(s => Child(services[s], "volumes")), Is.All.Not.Null);
    }

    [Test]
    public void Compose_itself_finds_nothing_wrong()
    {
        using var version = Process.Start(new ProcessStartInfo("sh", ["-c", "docker compose version >/dev/null 2>&1"]))!;
        version.WaitForExit();
        Assume.That(version.ExitCode, Is.Zero, "docker compose is not here");

        using var config = Process.Start(new ProcessStartInfo("docker", ["compose", "--file", Repository.File("compose.yaml"), "config", "--quiet"]))!;
        config.WaitForExit();

        Assert.That(config.ExitCode, Is.Zero);
    }

    private static Mapping Read()
    {
        using var file = new StreamReader(Repository.File("compose.yaml"));
        var compose = new DeserializerBuilder().Build().Deserialize<Mapping>(new MergingParser(new Parser(file)));
        return (Mapping)compose["services"]!;
    }

    private static object? Child(object? parent, string name) => parent is Mapping mapping ? mapping.GetValueOrDefault(name) : null;
}
