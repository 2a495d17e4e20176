using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using JasperFx;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// Makes the log's tables and the service's own at start, under one advisory lock, so that services that start at once do not
/// collide. Waits for a database that is not there yet, or tables that are of an older version, and says so. Whoever needs tables awaits
/// <see cref="AppliedAsync"/>.
/// </summary>
public sealed class Schema(
    IDocumentStore store, NpgsqlDataSource database, IEnumerable<OwnTables> tables, Settings settings, IHostApplicationLifetime lifetime, ILogger<Schema> log)
    : BackgroundService
{
    private const long Lock = 0x6761_7465_686f_7573; // "gatehous"
    private readonly TaskCompletionSource applied = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the tables are there.</summary>
    public Task AppliedAsync(CancellationToken cancellation = default) => applied.Task.WaitAsync(cancellation);

    /// <summary>Whether the tables are there.</summary>
    public bool IsApplied => applied.Task.IsCompletedSuccessfully;

    /// <summary>Why they are not, as far as that is known.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The setting that does not go with this store: no waiting helps, so the service ends.</summary>
    public SettingException? Refusal { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        for (var delay = new Backoff(); !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await ApplyAsync(stoppingToken);
                applied.TrySetResult();
                return;
            }
            catch (SettingException e)
            {
                Refusal = e;
                // A stop in the middle of a start would look like a failure of its own.
                lifetime.ApplicationStarted.Register(lifetime.StopApplication);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Trouble = e.GetBaseException().Message;
                log.LogWarning("The database is not ready, trying again: {Reason}", Trouble);
                await delay.WaitAsync(stoppingToken);
            }
        }
    }

    private async Task ApplyAsync(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.RunAsync($"select pg_advisory_lock({Lock})", cancellation);
        try
        {
            // Tables that a newer version has made are not for us to make again.
            await LogVersion.CheckAsync(connection, cancellation);
            await HostingTables.Tables.MakeAsync(connection, cancellation);
            await ApplyLogAsync(connection, cancellation);
            foreach (var own in tables)
            {
                await own.MakeAsync(connection, cancellation);
            }
        }
        finally
        {
            await connection.RunAsync($"select pg_advisory_unlock({Lock}); reset search_path", CancellationToken.None);
        }

        log.LogInformation("Tables are in place after {Milliseconds} ms", watch.ElapsedMilliseconds);
    }

    /// <summary>Comparing Marten's objects with what is there takes half a second of a start, so what was applied is remembered.</summary>
    private async Task ApplyLogAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Marten would write the whole log again to make it so, and a service that is told otherwise would write it back.
        if (await connection.ReadAsync<bool?>("select relkind = 'p' from pg_class where oid = to_regclass('gatehouse.mt_events')", cancellation) is { } made
            && made != settings.ArchivePartition)
        {
            throw new SettingException(Settings.Variable("ArchivePartition"), $"{(made ? "on" : "off")}, as this store was made", made ? "off" : "on");
        }

        var wanted = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(store.Storage.ToDatabaseScript())));
        var known = await connection.ReadAsync<string>("select hash from gatehouse.schema_applied where to_regclass('gatehouse.mt_events') is not null", cancellation);
        if (known != wanted)
        {
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
            await connection.RunAsync("insert into gatehouse.schema_applied (hash) values ($1) on conflict (one) do update set hash = excluded.hash", cancellation, wanted);
        }
    }
}
