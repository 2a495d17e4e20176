using System.Text.Json;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// The words of the newest policy set in the log. Read before anything is judged, and looked for again and again: a
/// change of them is a fact like any other, and this replica hears of it a moment after it is recorded.
/// </summary>
internal sealed class LexiconInForce(
    [FromKeyedServices(LogDatabase.Key)] NpgsqlDataSource log, Schema schema, TimeProvider clock,
    ILogger<LexiconInForce> logger)
    : BackgroundService
{
    private const string Sql = """
        select version, data -> 'vocabulary' from gatehouse.mt_events
        where stream_id = $1 and type = $2 and version > $3 order by version desc limit 1
        """;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly string SetInForce = StoredEvents.NameOf(typeof(PolicySetInForce));
    private readonly SemaphoreSlim one = new(1);
    private readonly TaskCompletionSource known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Known newest = new(0, Lexicon.Default);

    /// <summary>Those that were the newest a moment ago. Waits at a start, until the store says which.</summary>
    public async ValueTask<Lexicon> KnownAsync(CancellationToken cancellation)
    {
        await known.Task.WaitAsync(cancellation);
        return newest.Words;
    }

    /// <summary>The newest of the log as it is now. Throws in an outage.</summary>
    public async Task<Lexicon> NewestAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            await using var connection = await log.OpenConnectionAsync(cancellation);
            await using var command = connection.Command(Sql, Streams.Policies, SetInForce, newest.Version);
            await using var row = await command.ExecuteReaderAsync(cancellation);
            if (await row.ReadAsync(cancellation))
            {
                newest = new Known(row.GetInt64(0), new Lexicon(Read(row, 1)));
            }
        }
        finally
        {
            one.Release();
        }

        known.TrySetResult();
        return newest.Words;
    }

    /// <summary>What a set says of words: a column of <see cref="PolicySetInForce.Vocabulary"/>.</summary>
    public static Vocabulary Read(NpgsqlDataReader row, int column) => row.IsDBNull(column)
        ? Vocabulary.Default
        : JsonSerializer.Deserialize<Vocabulary>(row.GetString(column), Json.Stored) ?? Vocabulary.Default;

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.AppliedAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, clock);
        var away = false;
        do
        {
            try
            {
                await NewestAsync(stoppingToken);
                away = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Said once: in an outage no set comes into force either.
                var level = away ? LogLevel.Debug : Transient.Is(e) ? LogLevel.Warning : LogLevel.Error;
                logger.Log(level, e, "The words in force cannot be looked for, those that are known hold");
                away = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private sealed record Known(long Version, Lexicon Words);
}
