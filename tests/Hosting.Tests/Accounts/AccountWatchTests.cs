using Microsoft.Extensions.Logging;

namespace Gatehouse.Hosting.Tests;

/// <summary>An edited accounts file is taken up while the service runs, and a bad one is not.</summary>
public class AccountWatchTests
{
    private readonly List<string> log = [];
    private string path = null!;
    private Authenticator authenticator = null!;
    private AccountWatch watch = null!;

    [SetUp]
    public void Begin()
    {
        log.Clear();
        path = Path.GetTempFileName();
        Write("ci");
        var file = new AccountFile(path);
        var look = file.Look();
        authenticator = new Authenticator(new Dictionary<string, string>(), look.Read().Set);
        watch = new AccountWatch(file, look, authenticator, TimeProvider.System, new ListLog(log));
    }

    [TearDown]
    public void End()
    {
        watch.Dispose();
        File.Delete(path);
    }

    [Test]
    public void An_edit_is_taken_up_once_it_rests()
    {
        Write("ci", "op");
        watch.Look();
        Assert.That(Names, Is.EqualTo("ci"), "it may be half written");
        Write("op");
        watch.Look();
        Assert.That(Names, Is.EqualTo("ci"));
        watch.Look();
        Assert.That(Names, Is.EqualTo("op"));
        watch.Look();
        Assert.That(log, Is.EqualTo(new[] { "Information: 1 accounts hold from now on" }));
    }

    [Test]
    public void A_bad_one_is_said_once_and_the_old_ones_hold_until_it_is_mended()
    {
        File.AppendAllText(path, "- name: op\n");
        Look(4);
        Assert.That(Names, Is.EqualTo("ci"));
        Assert.That(log.Single(),
            Does.StartWith("Error: Accounts are refused, the old ones hold: ").And.Contain(
                $"{path}:4: 'hash' is missing"));

        Write("op");
        Look(2);
        Assert.That(Names, Is.EqualTo("op"));
    }

    [Test]
    public void One_that_went_away_takes_nobody_with_it()
    {
        File.Delete(path);
        Look(3);
        Assert.That((Names, log.Single()), Is.EqualTo(("ci", log.Single())));
        Assert.That(log.Single(), Does.StartWith("Error: "));

        Write("ci");
        Look(3);
        Assert.That((Names, log.Count), Is.EqualTo(("ci", 2)), "and is taken up when it is back");
    }

    private string Names => string.Join(' ', authenticator.Accounts!.All.Select(a => a.Name));

    private void Look(int times)
    {
        for (; times > 0; times--)
        {
            watch.Look();
        }
    }

    private void Write(params string[] names) =>
        File.WriteAllText(path, TestAccounts.Yaml(names.Select(n => TestAccounts.Of(n, Permissions.Publish))));

    private sealed class ListLog(List<string> lines) : ILogger<AccountWatch>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
                string> formatter) =>
            lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
