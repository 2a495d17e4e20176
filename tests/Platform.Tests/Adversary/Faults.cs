using System.Globalization;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// What the adversary does to the platform: several lanes of faults at once, each drawn from the seed, until it is told
/// to heal all.
/// </summary>
internal sealed class Faults(
    Suite suite, NpgsqlDataSource database, Func<Task<Fact>> report, Func<Fact, Task> send, Diary diary, int seed)
{
    private const int Lanes = 2;
    private const string NoMemory = "0.00001";
    private const string EnoughMemory = "0.4";
    private static readonly string[] Services =
        [.. GatehouseService.All(new Ports(Ports.Default), replicas: 2).Select(s => s.Name)];
    private static readonly TimeSpan ServersBack = TimeSpan.FromMinutes(1);

    /// <summary>Does harm until cancelled; returns when the last fault is over.</summary>
    public Task RunAsync(CancellationToken enough) => Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane =>
    {
        var dice = new Dice((seed * Lanes) + lane);
        return diary.RunAsync(() => Draw(dice), () => dice.Milliseconds(200, 1_500), enough);
    }));

    /// <summary>Undoes whatever lasts, and returns when all of it answers again.</summary>
    public async Task HealAsync()
    {
        foreach (var process in suite.Endpoints.Processes.Keys)
        {
            suite.Signal(process, Signal.Continue);
        }

        await Answering.RabbitMqAsync(suite.Endpoints.Amqp, CancellationToken.None).WaitAsync(ServersBack);
        await suite.ControlRabbitMqAsync("set_vm_memory_high_watermark", EnoughMemory);
        await suite.ReadyAsync();
    }

    private (string Kind, Func<Task> Fault) Draw(Dice dice)
    {
        var service = dice.Pick(Services);
        var leading = dice.OneIn(2) ? GatehouseService.Gating : GatehouseService.Projections;
        // Past the lease of 3 s; past heartbeats of 2 s, which end after 6 s.
        var aWhile = dice.Milliseconds(3_500, 8_000);
        var moment = dice.Milliseconds(200, 4_000);
        return dice.Of(100) switch
        {
            < 18 => ($"kill -9 a service: {service}", () => suite.KillAsync(service)),
            < 26 => ($"kill -9 a leader: {leading}", () => WithLeaderAsync(leading, suite.KillAsync)),
            < 31 => ("kill -9 RabbitMQ", () => suite.KillAsync("rabbitmq")),
            < 36 => ("kill -9 PostgreSQL", () => suite.KillAsync("postgres")),
            < 46 => ($"freeze a service: {service} for {Text(aWhile)}", () => FreezeAsync(aWhile, service)),
            < 57 => ($"freeze a leader, which wakes up as a zombie: {leading} for {Text(aWhile)}",
                () => WithLeaderAsync(leading, leader => FreezeAsync(aWhile, leader))),
            < 61 => ("freeze RabbitMQ", () => FreezeAsync(moment, "rabbitmq")),
            < 66 => ($"freeze both gatings, with deadlines running: for {Text(aWhile)}",
                () => FreezeAsync(aWhile, "gating", "gating-2")),
            < 73 => ($"freeze both ingests, with deadlines standing still: for {Text(aWhile)}",
                () => FreezeAsync(aWhile, "results-ingest", "results-ingest-2")),
            < 82 => ($"freeze ingest before its commit: for {Text(moment)}", () => FreezeIngestAsync(moment)),
            < 89 => ($"end connections to PostgreSQL: of {service.Split("-2")[0]}",
                () => TerminateAsync(service.Split("-2")[0])),
            < 92 => ("end all connections to PostgreSQL", () => TerminateAsync(null)),
            < 96 => ("close all connections to RabbitMQ",
                () => suite.ControlRabbitMqAsync("close_all_connections", "adversary")),
            _ => ($"memory alarm of RabbitMQ: for {Text(aWhile)}", () => AlarmAsync(aWhile)),
        };
    }

    private static string Text(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private async Task WithLeaderAsync(string service, Func<string, Task> fault) =>
        await fault(await new Leaders(suite, database).OfAsync(service));

    private async Task FreezeAsync(TimeSpan time, params string[] processes)
    {
        var pids = processes.Select(p => suite.Endpoints.Processes[p]).ToList();
        pids.ForEach(pid => Signals.Send(pid, Signal.Stop));
        await Task.Delay(time);
        pids.ForEach(pid => Signals.Send(pid, Signal.Continue));
    }

    private async Task FreezeIngestAsync(TimeSpan time)
    {
        var result = await report();
        var eventId = Contracts.Ids.Event(Contracts.Kinds.Result, result.Id!.Value);
        var frozen = await FrozenIngest.CatchAsync(
                suite, database, eventId, () => send(result), TimeSpan.FromSeconds(5))
            ?? throw new InvalidOperationException("nobody began to record the result");
        await Task.Delay(time);
        frozen.Wake();
    }

    private async Task TerminateAsync(string? service)
    {
        await using var command = database.CreateCommand("""
            select pg_terminate_backend(pid) from pg_stat_activity
            where application_name like any(array['results-ingest%', 'projections%', 'gating%'])
                and application_name like $1 || '%'
            """);
        command.Parameters.Add(new() { Value = service ?? "" });
        await command.ExecuteNonQueryAsync();
    }

    private async Task AlarmAsync(TimeSpan time)
    {
        await suite.ControlRabbitMqAsync("set_vm_memory_high_watermark", NoMemory);
        await Task.Delay(time);
        await suite.ControlRabbitMqAsync("set_vm_memory_high_watermark", EnoughMemory);
    }
}
