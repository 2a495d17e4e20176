using System.Collections.Concurrent;
using System.Globalization;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>What the adversary does to the platform: several lanes of faults at once, each drawn from the seed, until it is told to heal all.</summary>
internal sealed class Faults(Suite suite, NpgsqlDataSource database, Func<Task<Fact>> report, Func<Fact, Task> send, int seed)
{
    private const int Lanes = 2;
    private const string NoMemory = "0.00001";
    private const string EnoughMemory = "0.4";
    private static readonly string[] Services = [.. GatehouseService.All(new Ports(Ports.Default), replicas: 2).Select(s => s.Name)];
    private static readonly TimeSpan ServersBack = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, int> done = new();
    private readonly ConcurrentQueue<string> diary = new();
    private readonly DateTimeOffset started = TimeProvider.System.GetUtcNow();

    /// <summary>How often each kind was done.</summary>
    public IReadOnlyDictionary<string, int> Done => done;

    /// <summary>What was done when, and what did not come about.</summary>
    public IEnumerable<string> Diary => diary;

    /// <summary>A time in the diary's seconds.</summary>
    public double When(DateTimeOffset at) => (at - started).TotalSeconds;

    /// <summary>Does harm until cancelled; returns when the last fault is over.</summary>
    public Task RunAsync(CancellationToken enough) => Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => RunAsync(new Random((seed * Lanes) + lane), enough)));

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

    private async Task RunAsync(Random random, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var (kind, fault) = Draw(random);
            try
            {
                diary.Enqueue(At(kind));
                await fault();
                done.AddOrUpdate(kind.Split(':')[0], 1, (_, n) => n + 1);
            }
            catch (Exception e)
            {
                // The other lane was quicker: what this fault needs is down.
                diary.Enqueue(At($"{kind} did not come about: {e.GetBaseException().Message.Split('\n')[0]}"));
            }

            await Task.Delay(random.Next(200, 1_500), enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (string Kind, Func<Task> Fault) Draw(Random random)
    {
        var service = Services[random.Next(Services.Length)];
        var leading = random.Next(2) == 0 ? GatehouseService.Gating : GatehouseService.Projections;
        // Past the lease of 3 s; past heartbeats of 2 s, which end after 6 s.
        var aWhile = TimeSpan.FromMilliseconds(random.Next(3_500, 8_000));
        var moment = TimeSpan.FromMilliseconds(random.Next(200, 4_000));
        return random.Next(100) switch
        {
            < 18 => ($"kill -9 a service: {service}", () => suite.KillAsync(service)),
            < 26 => ($"kill -9 a leader: {leading}", () => WithLeaderAsync(leading, suite.KillAsync)),
            < 31 => ("kill -9 RabbitMQ", () => suite.KillAsync("rabbitmq")),
            < 36 => ("kill -9 PostgreSQL", () => suite.KillAsync("postgres")),
            < 46 => ($"freeze a service: {service} for {aWhile.TotalSeconds:0.0} s", () => FreezeAsync(aWhile, service)),
            < 58 => ($"freeze a leader, which wakes up as a zombie: {leading} for {aWhile.TotalSeconds:0.0} s", () => WithLeaderAsync(leading, leader => FreezeAsync(aWhile, leader))),
            < 62 => ("freeze RabbitMQ", () => FreezeAsync(moment, "rabbitmq")),
            < 67 => ($"freeze both gatings, with deadlines running: for {aWhile.TotalSeconds:0.0} s", () => FreezeAsync(aWhile, "gating", "gating-2")),
            < 77 => ($"freeze ingest before its commit: for {moment.TotalSeconds:0.0} s", () => FreezeIngestAsync(moment)),
            < 84 => ($"end connections to PostgreSQL: of {service.Split("-2")[0]}", () => TerminateAsync(service.Split("-2")[0])),
            < 87 => ("end all connections to PostgreSQL", () => TerminateAsync(null)),
            < 91 => ("close all connections to RabbitMQ", () => suite.ControlRabbitMqAsync("close_all_connections", "adversary")),
            < 94 => ($"memory alarm of RabbitMQ: for {aWhile.TotalSeconds:0.0} s", () => AlarmAsync(aWhile)),
            _ => ("reload policies", () => ReloadAsync(random)),
        };
    }

    private async Task WithLeaderAsync(string service, Func<string, Task> fault) => await fault(await new Leaders(suite, database).OfAsync(service));

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
        var eventId = Contracts.Ids.Event(Contracts.Kinds.Result, Guid.Parse(result.Key));
        var frozen = await FrozenIngest.CatchAsync(suite, database, eventId, () => send(result), TimeSpan.FromSeconds(5))
            ?? throw new InvalidOperationException("nobody began to record the result");
        await Task.Delay(time);
        frozen.Wake();
    }

    private async Task TerminateAsync(string? service)
    {
        await using var command = database.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name like any(array['results-ingest%', 'projections%', 'gating%']) and application_name like $1 || '%'");
        command.Parameters.Add(new() { Value = service ?? "" });
        await command.ExecuteNonQueryAsync();
    }

    private async Task AlarmAsync(TimeSpan time)
    {
        await suite.ControlRabbitMqAsync("set_vm_memory_high_watermark", NoMemory);
        await Task.Delay(time);
        await suite.ControlRabbitMqAsync("set_vm_memory_high_watermark", EnoughMemory);
    }

    private async Task ReloadAsync(Random random)
    {
        var file = Path.Combine(suite.Folder, "policies", Shelf.File);
        var draft = file + $".{random.Next()}.draft";
        await File.WriteAllTextAsync(draft, Shelf.Sets[random.Next(Shelf.Sets.Count)].ToYaml());
        File.Move(draft, file, overwrite: true);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var apis = suite.Services.Where(s => s.Kind == GatehouseService.Projections).ToList();
        using var answer = await http.PostAsync(new Uri(apis[random.Next(apis.Count)].BaseUrl + "/api/v1/policies/reload"), null);
        answer.EnsureSuccessStatusCode();
    }

    private string At(string what) => string.Create(CultureInfo.InvariantCulture, $"{When(TimeProvider.System.GetUtcNow()),6:0.0} s  {what}");
}
