using System.Text.RegularExpressions;
using Gatehouse.Hosting;

namespace Gatehouse.Platform.Tests;

/// <summary>
/// A mistake in the accounts file stops the start of each service that asks for accounts, and is named.
/// </summary>
internal sealed class AccountsAtStart
{
    [Test]
    public async Task The_verb_makes_an_entry_that_a_service_reads()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, output) = await AccountAsync("ci.fedora", "publish,waive", "--file", file);

            Assert.That(exitCode, Is.Zero, output);
            var account = AccountReader.Read(file, await File.ReadAllTextAsync(file)).Set!.Find("ci.fedora")!;
            Assert.That(account.Hash.IsOf(Regex.Match(output, "shown this once: (\\S+)").Groups[1].Value));
            Assert.That((await AccountAsync("ci.fedora", "operate", "--file", file)).ExitCode, Is.EqualTo(2));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("Gatehouse.ResultsIngest.dll", "- name: ci\n  hash: open-sesame\n  permissions: [publish]\n",
        ":2: hash: expected a hash as deploy/account writes it")]
    [TestCase("Gatehouse.Gating.dll", "accounts:\n", ":1: expected a list of accounts")]
    [TestCase("Gatehouse.Gating.dll", null, ":0: Could not find file")]
    public async Task It_is_named_by_file_line_and_reason_and_no_secret_with_it(string service, string? yaml,
        string reason)
    {
        var file = Path.GetTempFileName();
        var policies = Directory.CreateTempSubdirectory("gatehouse-accounts-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(policies.FullName, "one.yaml"),
                "id: one\nchecks: [{ testcase: t }]\n");
            await File.WriteAllTextAsync(file, yaml);
            if (yaml is null)
            {
                File.Delete(file);
            }

            var (exitCode, output) = await ProgramRun.OfAsync(service, [],
                // Nobody is there: accounts are looked at before anything else.
                ("Gatehouse__Postgres", "postgresql://user:password@127.0.0.1:1/none"),
                ("Gatehouse__RabbitMq", "amqp://user:password@127.0.0.1:1/"),
                ("Gatehouse__Policies", policies.FullName),
                ("Gatehouse__Accounts", file),
                ("ASPNETCORE_URLS", "http://127.0.0.1:0"));

            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(output, Does.Contain("does not start: Gatehouse__Accounts: "
                + $"expected a file of accounts as deploy/account writes it, found '{file}{reason}"));
            Assert.That(output, Does.Not.Contain("   at ").And.Not.Contain("open-sesame"));
        }
        finally
        {
            File.Delete(file);
            policies.Delete(recursive: true);
        }
    }

    private static Task<ProgramRun> AccountAsync(params string[] arguments) =>
        ProgramRun.OfAsync("Gatehouse.ResultsIngest.dll", ["account", .. arguments]);
}
