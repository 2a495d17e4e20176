using System.Globalization;
using Gatehouse.Local;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// One run of the adversary: load on two replicas of everything while all that can fail does; then everything heals,
/// and what is on record, what was heard and what is shown has to be what the rules say.
/// </summary>
/// <param name="duration">Of the faults.</param>
/// <param name="seed">Which facts come and which faults are done follows from it.</param>
/// <param name="keepLogs">Even if nothing is wrong.</param>
/// <param name="say">Hears the report.</param>
internal sealed class Adversary(TimeSpan duration, int seed, bool keepLogs, Action<string> say)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(15);

    // By then gates with deadlines of seconds have been decided; after that none is to come while all is looked at.
    private static readonly TimeSpan LastDeadlines = TimeSpan.FromSeconds(20);

    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        say($"seed {seed}, {duration} of faults");
        await using var suite = await Suite.StartAsync(new SuiteOptions
        {
            Policies = Shelf.First,
            Replicas = 2,
            // An update that no policy asks anything of waits for one, for as long as a gate of a test can.
            Environment = new Dictionary<string, string>
            {
                ["Gatehouse__NoPolicy"] = "wait", ["Gatehouse__DefaultTimeout"] = "20s",
            },
        });
        await using var database = NpgsqlDataSource.Create(
            PostgresUrl.ConnectionString(suite.Endpoints.Postgres) + ";Timeout=5;Command Timeout=10");
        await using var ear = new Ear(suite.Endpoints.Amqp);
        await ear.Bound;
        var apis = suite.Services.Where(s => s.Kind == GatehouseService.Projections).Select(s => s.BaseUrl);
        await using var senders = new Senders(suite.Endpoints.Amqp, [.. apis], seed);
        var wrong = new List<string>();
        var story = new Story(seed, TimeProvider.System);
        var telling = new SemaphoreSlim(1);
        using var enough = new CancellationTokenSource();
        var feeding = FeedAsync(story, telling, senders, enough.Token);
        // From then on everything has worked at least once.
        await Eventually.TrueAsync(
            () => ear.Different > 50, "the first messages come through", TimeSpan.FromMinutes(1));

        var diary = new Diary(TimeProvider.System);
        var faults = new Faults(
            suite, database, () => TellAsync(telling, story.Plain),
            fact => senders.SendAsync(fact, CancellationToken.None), diary, seed);
        using var operations = new Operations(suite, diary, seed);
        var catchUp = new CatchUp(database, senders, ear);
        try
        {
            enough.CancelAfter(duration);
            await Task.WhenAll(faults.RunAsync(enough.Token), operations.RunAsync(enough.Token), feeding);
            var healed = TimeProvider.System.GetTimestamp();
            await faults.HealAsync();
            await catchUp.NowAsync();
            var caughtUp = TimeProvider.System.GetElapsedTime(healed);
            await catchUp.TimesAsync(TimeProvider.System.GetUtcNow() + LastDeadlines);
            await operations.RestAsync();
            await catchUp.NowAsync();
            var log = await Recorded.ReadAsync(database);
            var findings = new Findings(log, senders.Sent, ear.All);
            wrong.AddRange(senders.Refused.Select(r => $"refused: {r}"));
            wrong.AddRange(operations.Wrong(log));
            wrong.AddRange(findings.Wrong());
            wrong.AddRange(await new Shown(suite.Http, log, findings.Oracles).WrongAsync());
            say(Text(diary, senders, ear, findings, caughtUp));
        }
        catch (Exception e)
        {
            await enough.CancelAsync();
            wrong.Add($"{e.GetType().Name}: {e.Message}\n{catchUp.Behind}\n{e.StackTrace}");
        }

        say($"what was done:\n{string.Join('\n', diary.Lines)}");
        if (wrong.Count > 0)
        {
            say($"{wrong.Count} THINGS ARE WRONG, the first of them:\n{string.Join('\n', wrong.Take(20))}");
        }

        if (wrong.Count > 0 || keepLogs)
        {
            say($"logs are kept in {suite.KeepLogs(string.Create(CultureInfo.InvariantCulture, $"adversary-{seed}"))}");
        }

        return wrong;
    }

    private static async Task FeedAsync(Story story, SemaphoreSlim telling, Senders senders, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await senders.SendAsync(await TellAsync(telling, story.Next), enough);
                await Task.Delay(Rest, enough);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<Fact> TellAsync(SemaphoreSlim telling, Func<Fact> tell)
    {
        await telling.WaitAsync();
        try
        {
            return tell();
        }
        finally
        {
            telling.Release();
        }
    }

    private static string Text(Diary diary, Senders senders, Ear ear, Findings findings, TimeSpan caughtUp)
    {
        var done = diary.Done.OrderByDescending(d => d.Value).Select(d => $"{d.Value} x {d.Key}");
        var latest = findings.Lateness.OrderByDescending(l => l.Late).Take(3).Select(l => string.Create(
            CultureInfo.InvariantCulture,
            $"{l.Late.TotalSeconds:0.0} s (due at {diary.When(l.Due):0.0} s, {l.Gate})"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            {findings.Counts}; {senders.Again} facts sent again, {ear.All.Count - ear.Different} messages heard again
            faults and deeds: {string.Join(", ", done)}
            deadlines that decided: {findings.Lateness.Count}; the latest: {string.Join(", ", latest)}
            time to catch up after the last fault, restarts included: {caughtUp.TotalSeconds:0.0} s
            """);
    }
}
