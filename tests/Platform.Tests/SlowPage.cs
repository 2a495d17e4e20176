using System.Collections.Concurrent;
using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Gatehouse.Testing;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>A page that takes longer to fold than PostgreSQL lets a transaction do nothing: a policy set for many gates that wait, for one.</summary>
internal sealed class SlowPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Is_given_twice_the_time_with_each_try_and_folded_once_and_the_next_is_given_what_all_are()
    {
        var store = await (await Servers.SharedAsync()).NewStoreAsync();
        await using var app = Build(store);
        await app.StartAsync();
        var fold = app.Services.GetRequiredService<Slow>();
        await app.Services.GetRequiredService<Schema>().AppliedAsync();

        await AppendAsync(app, fold);
        var first = fold.Limits.ToList();
        await AppendAsync(app, fold);

        Assert.That(first, Is.EqualTo(new[] { "1s", "2s", "4s" }));
        Assert.That(fold.Limits.ElementAt(first.Count), Is.EqualTo("1s"));
        await using var database = new Database(store.Postgres);
        Assert.That(await database.CountAsync("select count(*) from slow.folded"), Is.EqualTo(2));
        Assert.That(await database.CountAsync("select position from gatehouse.fold_checkpoint where name = 'slow'"), Is.EqualTo(fold.Position));
        await app.StopAsync();
    }

    private static WebApplication Build(Testing.Store store)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Environment.ApplicationName = "slow";
        builder.WebHost.UseSetting(WebHostDefaults.PreventHostingStartupKey, "true").UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gatehouse:Postgres"] = $"{store.Postgres}?Options={Uri.EscapeDataString("-c idle_in_transaction_session_timeout=1s")}",
            ["Gatehouse:RabbitMq"] = store.RabbitMq,
        });
        builder.AddGatehouseStore().AddTables(new OwnTables("slow", "create table if not exists folded (seq bigint primary key)")).AddFold<Slow>("slow");
        return builder.Build();
    }

    private static async Task AppendAsync(WebApplication app, Slow fold)
    {
        var before = fold.Position;
        await using (var session = app.Services.GetRequiredService<IDocumentStore>().LightweightSession())
        {
            session.Events.StartStream(Streams.Ingest(Guid.CreateVersion7()), new DeadlinePassed("U1", "push_stable", 1, TimeProvider.System.GetUtcNow()));
            await session.SaveChangesAsync();
        }

        await Eventually.TrueAsync(() => fold.Position > before, "the page is folded", Patience);
    }

    /// <summary>Takes longer than two seconds for its first page, which is shown by the end that PostgreSQL makes of its transaction.</summary>
    private sealed class Slow(NpgsqlDataSource database, ILogger<Slow> log) : LogFold("slow", database, log)
    {
        private readonly NpgsqlDataSource database = database;

        public ConcurrentQueue<string> Limits { get; } = new();

        protected override async Task FoldAsync(IReadOnlyList<LogEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
        {
            foreach (var e in events)
            {
                await connection.RunAsync("insert into folded (seq) values ($1)", cancellation, e.Sequence);
            }

            Limits.Enqueue((await connection.ReadAsync<string>("show idle_in_transaction_session_timeout", cancellation))!);
            if (Limits.Count <= 2)
            {
                await using var other = await database.OpenConnectionAsync(cancellation);
                await Eventually.TrueAsync(
                    async () => await other.ReadAsync<long>("select count(*) from pg_stat_activity where pid = $1", cancellation, connection.ProcessID) == 0, "PostgreSQL ends it", Patience);
            }
        }
    }
}
