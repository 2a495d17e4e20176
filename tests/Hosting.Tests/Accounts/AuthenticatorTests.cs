namespace Gatehouse.Hosting.Tests;

/// <summary>Who somebody is by what they show.</summary>
public class AuthenticatorTests
{
    private const string Text = "text";

    [Test]
    public async Task What_was_checked_once_is_not_checked_the_slow_way_again_right_or_wrong()
    {
        var checks = new Verifications(new AccountSet([TestAccounts.Of("ci", Permissions.Publish)]));
        async Task<string?> AskAsync(string name, string secret) =>
            (await checks.CheckAsync(name, secret, default)).Account?.Name;

        for (var i = 0; i < 3; i++)
        {
            Assert.That(await AskAsync("ci", TestAccounts.SecretOf("ci")), Is.EqualTo("ci"));
            Assert.That(await AskAsync("ci", "wrong"), Is.Null);
            Assert.That(await AskAsync("nobody", TestAccounts.SecretOf("ci")), Is.Null);
        }

        Assert.That(checks.Slow, Is.EqualTo(3),
            "one for each, and for a name that nobody has as for one that somebody has");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync("ci", "another")));
        Assert.That(checks.Slow, Is.EqualTo(4), "the same at the same time is checked once");
    }

    [Test]
    public async Task Guesses_do_not_drive_out_who_is_known_and_a_flood_of_them_is_turned_away()
    {
        var checks = new Verifications(new AccountSet([TestAccounts.Of("ci", Permissions.Publish)]));
        await checks.CheckAsync("ci", TestAccounts.SecretOf("ci"), default);

        var guesses = Enumerable.Range(0, 300).Select(i => checks.CheckAsync("ci", $"guess {i}", default).AsTask())
            .ToList();
        await Task.WhenAll(guesses);
        var before = checks.Slow;
        var (account, busy) = await checks.CheckAsync("ci", TestAccounts.SecretOf("ci"), default);

        Assert.That(guesses.Select(g => g.Result.Account), Is.All.Null);
        Assert.That(guesses.Count(g => g.Result.Busy), Is.GreaterThan(150));
        Assert.That((account?.Name, busy, checks.Slow), Is.EqualTo(("ci", false, before)));
    }

    [TestCase("Bearer ci.fedora.the-secret-of-ci-fedora", "ci.fedora")]
    [TestCase("bearer kparal.the-secret-of-kparal", "kparal")]
    [TestCase("Basic text:kparal:the-secret-of-kparal", "kparal")]
    [TestCase("basic text:ci.fedora:the-secret-of-ci-fedora", "ci.fedora")]
    [TestCase("Bearer old.token.with.dots", "machine")]
    [TestCase("Bearer kparal.the-secret-of-kpara", null)]
    [TestCase("Bearer kparal.the-secret-of-kparal.", null)]
    [TestCase("Bearer kparal:the-secret-of-kparal", null)]
    [TestCase("Bearer the-secret-of-kparal", null)]
    [TestCase("Bearer kparal.", null)]
    [TestCase("Bearer .the-secret-of-kparal", null)]
    [TestCase("Bearer KPARAL.the-secret-of-kparal", null)]
    [TestCase("Basic text:kparal:", null)]
    [TestCase("Basic text:kparal", null)]
    [TestCase("Basic text:kparal.the-secret-of-kparal", null)]
    [TestCase("Basic text:machine:old.token.with.dots", null)]
    [TestCase("Basic ////", null)]
    [TestCase("Basic no base64", null)]
    [TestCase("Basic ", null)]
    [TestCase("Digest kparal.the-secret-of-kparal", null)]
    [TestCase("Bearer kparal.the-secret-of-kparal, Bearer x", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public async Task Both_forms_of_the_header_say_the_same(string? header, string? who)
    {
        var authenticator = new Authenticator(
            new Dictionary<string, string> { ["machine"] = "old.token.with.dots" },
            new AccountSet(
                [TestAccounts.Of("kparal", Permissions.Waive), TestAccounts.Of("ci.fedora", Permissions.Publish)]));
        if (header?.Split($"{Text}:") is [var scheme, var plain])
        {
            header = scheme + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(plain));
        }

        var (caller, busy) = await authenticator.AuthenticateAsync(header, default);

        Assert.That((caller?.Name, busy), Is.EqualTo((who, false)));
        Assert.That(caller?.Permissions, Is.EqualTo(who switch
        {
            "kparal" => Permissions.Waive,
            "ci.fedora" => Permissions.Publish,
            // Neither proxy nor operate: who holds it was never asked for more than a token.
            "machine" => Permissions.Publish | Permissions.Waive,
            _ => (Permissions?)null,
        }));
    }

    [Test]
    public async Task A_revoked_account_is_nobody_at_once_and_a_given_one_somebody()
    {
        var authenticator =
            new Authenticator(new Dictionary<string, string>(),
                new AccountSet([TestAccounts.Of("ci", Permissions.Publish)]));
        async Task<Caller?> AskAsync(string name) =>
            (await authenticator.AuthenticateAsync($"Bearer {name}.{TestAccounts.SecretOf(name)}", default)).Caller;
        Assert.That(((await AskAsync("ci"))?.Name, await AskAsync("op")), Is.EqualTo(("ci", (Caller?)null)));

        authenticator.Take(new AccountSet([TestAccounts.Of("op", Permissions.Operate)]));
        Assert.That((await AskAsync("ci"), (await AskAsync("op"))?.Name), Is.EqualTo(((Caller?)null, "op")));

        authenticator.Take(new AccountSet([]));
        Assert.That((await AskAsync("op"), authenticator.IsConfigured), Is.EqualTo(((Caller?)null, true)),
            "an empty list opens no door");
    }
}
