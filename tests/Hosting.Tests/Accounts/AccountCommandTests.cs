using System.Text.RegularExpressions;

namespace Gatehouse.Hosting.Tests;

/// <summary>The command that makes an entry of an accounts file.</summary>
public class AccountCommandTests
{
    private string folder = null!;

    private string FilePath => Path.Combine(folder, "accounts.yaml");

    [SetUp]
    public void Begin() => folder = Directory.CreateTempSubdirectory("gatehouse-account-").FullName;

    [TearDown]
    public void End() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task It_makes_a_secret_shows_it_once_and_prints_an_entry_that_holds_its_hash_only()
    {
        var (code, output, errors) = await RunAsync("", "ci.fedora", "publish,waive");

        var secret = Regex.Match(errors, "shown this once: (\\S+)").Groups[1].Value;
        var account = AccountReader.Read("a", output).Set!.Find("ci.fedora")!;
        Assert.That(code, Is.Zero);
        Assert.That(secret, Has.Length.EqualTo(43).And.Not.Contains("."));
        Assert.That(output, Does.Not.Contain(secret));
        Assert.That((account.Permissions, account.Hash.IsOf(secret), account.Hash.Rounds),
            Is.EqualTo((Permissions.Publish | Permissions.Waive, true, SecretHash.Iterations)));
    }

    [Test]
    public async Task It_takes_a_secret_from_standard_input_and_does_not_show_it()
    {
        var (code, output, errors) = await RunAsync("a-secret-of-a-person\nmore\n", "kparal", "none", "--secret-stdin");

        var account = AccountReader.Read("a", output).Set!.Find("kparal")!;
        Assert.That((code, errors), Is.EqualTo((0, "")));
        Assert.That((account.Permissions, account.Hash.IsOf("a-secret-of-a-person")),
            Is.EqualTo((Permissions.None, true)));
        Assert.That(output, Does.Not.Contain("a-secret-of-a-person"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("[]\n")]
    [TestCase("# ours, without an end of line")]
    public async Task It_appends_to_a_file_that_is_an_accounts_file_afterwards(string? before)
    {
        if (before is not null)
        {
            await File.WriteAllTextAsync(FilePath, before);
        }

        Assert.That((await RunAsync("", "ci", "publish", "--file", FilePath)).Code, Is.Zero);
        var (code, output, _) = await RunAsync("", "op", "operate", "--file", FilePath);

        Assert.That((code, output), Is.EqualTo((0, "")));
        Assert.That(AccountReader.Read("a", await File.ReadAllTextAsync(FilePath)).Set!.All.Select(a => a.Name),
            Is.EqualTo(new[] { "ci", "op" }));
        if (before is null)
        {
            Assert.That(File.GetUnixFileMode(FilePath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task A_name_that_is_there_already_or_a_broken_file_is_refused_and_nothing_changes()
    {
        await RunAsync("", "ci", "publish", "--file", FilePath);
        var before = await File.ReadAllTextAsync(FilePath);

        var twice = await RunAsync("", "ci", "operate", "--file", FilePath);
        Assert.That((twice.Code, await File.ReadAllTextAsync(FilePath)), Is.EqualTo((2, before)));
        Assert.That(twice.Errors, Does.Contain("duplicate name 'ci'").And.Not.Contain("shown this once"));

        await File.WriteAllTextAsync(FilePath, "accounts: []\n");
        Assert.That((await RunAsync("", "op", "operate", "--file", FilePath)).Code, Is.EqualTo(2));
        Assert.That(await File.ReadAllTextAsync(FilePath), Is.EqualTo("accounts: []\n"));
    }

    [TestCase("", "ci")]
    [TestCase("", "ci", "publish", "waive")]
    [TestCase("", "ci", "opreate")]
    [TestCase("", "ci", "publish,")]
    [TestCase("", "c i", "publish")]
    [TestCase("", "bearer", "publish")]
    [TestCase("", "ci", "publish", "--secret")]
    [TestCase("", "ci", "publish", "--file")]
    [TestCase("short\n", "ci", "publish", "--secret-stdin")]
    [TestCase("with.a.dot.in.it.somewhere\n", "ci", "publish", "--secret-stdin")]
    [TestCase("", "ci", "publish", "--secret-stdin")]
    public async Task Asked_wrongly_it_says_what_it_expects(string input, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(input, arguments);

        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(errors, Does.StartWith("account: ").And.Contain("expected").Or.Contain("unknown option"));
        var repeated = input.Length > 0 && errors.Contains(input.Trim(), StringComparison.Ordinal);
        Assert.That(repeated, Is.False, "it repeats no secret");
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string input,
        params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await AccountCommand.RunAsync(arguments, new StringReader(input), output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
