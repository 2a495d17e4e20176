namespace Gatehouse.Hosting.Tests;

/// <summary>
/// The accounts file, read strictly: a typo that let somebody in, or shut everybody out, would be worse than a service
/// that does not start.
/// </summary>
public class AccountReaderTests
{
    private const string Hash =
        "pbkdf2-sha256$100000$AAECAwQFBgcICQoLDA0ODw==$AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=";

    [Test]
    public void Each_has_a_name_a_hash_and_permissions()
    {
        var (set, errors) = AccountReader.Read("accounts.yaml", $"""
            # who may write
            - name: ci.fedora
              hash: {Hash}
              permissions: [publish]
            - permissions:
                - waive
                - proxy
              hash: "{Hash}"
              name: 'kparal'
            - name: "null"
              hash: {Hash}
              permissions: []
            - name: operator
              hash: {Hash}
              permissions: [operate]
            """);

        Assert.That(errors, Is.Empty);
        Assert.That(set!.All.Select(a => (a.Name, a.Permissions)), Is.EqualTo(new[]
        {
            ("ci.fedora", Permissions.Publish),
            ("kparal", Permissions.Waive | Permissions.Proxy),
            ("null", Permissions.None),
            ("operator", Permissions.Operate),
        }));
        Assert.That((set.AnyMay(Permissions.Operate), set.AnyMay(Permissions.Publish | Permissions.Waive)),
            Is.EqualTo((true, false)));
    }

    [TestCase("[]")]
    [TestCase("# nobody any more\n[]\n")]
    public void An_empty_list_says_on_purpose_that_there_are_none(string text) =>
        Assert.That(AccountReader.Read("a", text).Set?.All, Is.Empty);

    [TestCase("", 1, "found nothing")]
    [TestCase("# only a comment\n", 2, "found nothing")]
    [TestCase("---\n", 2, "expected a list of accounts")]
    [TestCase("~", 1, "expected a list of accounts")]
    [TestCase("accounts: []", 1, "expected a list of accounts")]
    [TestCase("[]\n---\n[]\n", 2, "expected one document")]
    [TestCase("- null", 1, "expected an account")]
    [TestCase("- []", 1, "expected an account")]
    [TestCase("- {}", 1, "'name' is missing")]
    [TestCase("- { name: ci, hash: HASH, permissions: [publish], admin: true }", 1, "unknown key")]
    [TestCase("- name: ci\n  hash: HASH\n  permission: [publish]\n", 3, "unknown key")]
    [TestCase("- name: ci\n  name: ci\n  hash: HASH\n  permissions: []\n", 2, "'name' stands there twice")]
    [TestCase("- { name: ci, hash: HASH, permissions: [] }\n- { name: ci, hash: HASH, permissions: [] }\n", 2,
        "duplicate name 'ci': it stands at line 1 already")]
    [TestCase("- name:\n  hash: HASH\n  permissions: []\n", 1, "name: expected 1 to 64")]
    [TestCase("- { name: null, hash: HASH, permissions: [] }", 1, "name: expected 1 to 64")]
    [TestCase("- { name: 'a b', hash: HASH, permissions: [] }", 1, "name: expected 1 to 64")]
    [TestCase("- { name: 'a:b', hash: HASH, permissions: [] }", 1, "name: expected 1 to 64")]
    [TestCase("- { name: bearer, hash: HASH, permissions: [] }", 1, "other than bearer")]
    [TestCase("- { name: [ci], hash: HASH, permissions: [] }", 1, "name: expected 1 to 64")]
    [TestCase("- name: ci\n  hash:\n  permissions: []\n", 2, "hash: expected a hash as deploy/account writes it")]
    [TestCase("- name: ci\n  hash: open-sesame\n  permissions: []\n", 2,
        "hash: expected a hash as deploy/account writes it")]
    [TestCase("- name: ci\n  hash: HASH\n  permissions:\n", 3, "permissions: expected a list")]
    [TestCase("- name: ci\n  hash: HASH\n  permissions: publish\n", 3, "permissions: expected a list")]
    [TestCase("- name: ci\n  hash: HASH\n  permissions:\n    - publish\n    - opreate\n", 5,
        "unknown permission, expected publish, waive, proxy or operate")]
    [TestCase("- { name: ci, hash: HASH, permissions: [null] }", 1, "unknown permission")]
    [TestCase("- { name: ci, hash: HASH, permissions: [[publish]] }", 1, "unknown permission")]
    [TestCase("- { name: ci, hash: HASH, permissions: [Publish] }", 1, "unknown permission")]
    [TestCase("- { name: ci, hash: HASH, permissions: [publish, publish] }", 1, "'publish' stands there twice")]
    [TestCase("- &a { name: ci, hash: HASH, permissions: [] }\n- *a\n", 1, "expected an account")]
    [TestCase("- { name: !!str ci, hash: HASH, permissions: [] }", 1, "name: expected 1 to 64")]
    [TestCase("- { [name]: ci, hash: HASH, permissions: [] }", 1, "unknown key")]
    [TestCase("- name: ci\n hash: HASH\n", 2, "no valid YAML")]
    [TestCase("- { name: ci\n", 2, "no valid YAML")]
    [TestCase("- name: ci\n  permissions: [publish\n- name: op\n", 2, "no valid YAML")]
    public void A_mistake_is_named_with_its_line(string text, int line, string reason)
    {
        var (set, errors) = AccountReader.Read("accounts.yaml", text.Replace("HASH", Hash, StringComparison.Ordinal));

        Assert.That(set, Is.Null);
        Assert.That(errors.Select(e => (e.File, e.Line)), Does.Contain(("accounts.yaml", (long)line)),
            string.Join('\n', errors));
        var named = errors.Single(e => e.Line == line && e.Message.Contains(reason, StringComparison.Ordinal));
        Assert.That(named.ToString(), Does.StartWith($"accounts.yaml:{line}: "));
    }

    [Test]
    public void Every_mistake_is_named_and_no_value_is_repeated()
    {
        var (_, errors) = AccountReader.Read("a", """
            - name: open sesame
              hash: open-sesame
              permissions: [open-sesame]
              open-sesame: open-sesame
            - open-sesame
            """);

        Assert.That(errors.Select(e => e.Line), Is.EqualTo((long[])[1, 2, 3, 4, 5]));
        Assert.That(errors.Select(e => e.Message), Has.None.Contains("sesame"));
    }

    [Test]
    public void Whatever_the_text_is_it_is_answered()
    {
        var good = TestAccounts.Yaml(TestAccounts.Of("ci", Permissions.Publish),
            TestAccounts.Of("op", Permissions.Operate));
        const string Odd = "\0\t\n\r -:[]{}#&*!|>'\"%@`?,~\uFFFD\u2028é";
        var random = new Random(13);
        var refused = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var text = good.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = Odd[random.Next(Odd.Length)];
            }

            var (set, errors) = AccountReader.Read("a", new string(text, 0, random.Next(1, text.Length + 1)));
            Assert.That(set is null, Is.EqualTo(errors.Count > 0));
            refused += errors.Count > 0 ? 1 : 0;
        }

        Assert.That(refused, Is.GreaterThan(1_000));
        Assert.That(AccountReader.Read("a", new string('[', 100_000)).Set, Is.Null);
        Assert.That(AccountReader.Read("a", string.Concat(Enumerable.Repeat("- ", 20_000))).Set, Is.Null);
    }
}
