using System.Text;
using Gatehouse.Contracts;

namespace Gatehouse.Gating.Tests;

/// <summary>Strict spelling: a text that readers of YAML can take for two things, or that costs more than its size, is refused.</summary>
public class YamlReaderTests
{
    [TestCase("id: a # x\u2028checks: []", 1, "U+2028, which ends a line for some readers only")]
    [TestCase("id: a\n# x\u2029y\nchecks: []", 2, "U+2029, which ends a line for some readers only")]
    [TestCase("id: a\n# x\u0085essential: false\nchecks: []", 2, "a control character, U+0085")]
    [TestCase("id: a\nchecks: [] # \0", 2, "a control character, U+0000")]
    [TestCase("id: a\nchecks: [] # \u001b[2K", 2, "a control character, U+001B")]
    [TestCase("id: a\nchecks: [] # \u007f", 2, "a control character, U+007F")]
    [TestCase("id: a\nchecks: [] # \u202e", 2, "an invisible character, U+202E")]
    [TestCase("id: a\nchecks: [] # \u200b", 2, "an invisible character, U+200B")]
    [TestCase("\ufeffid: a\nchecks: []", 1, "an invisible character, U+FEFF")]
    [TestCase("id: a\nchecks: [] # \ufffe", 2, "U+FFFE, which is no character")]
    [TestCase("id: a\n\tchecks: []", 2, "a tab, U+0009")]
    [TestCase("id:\ta\nchecks: []", 1, "a tab, U+0009")]
    [TestCase("id: a\rchecks: []", 1, "a carriage return, U+000D, that no line feed follows")]
    [TestCase("id: a\u00a0# b\nchecks: []", 1, "a text may not hold U+00A0")]
    [TestCase("id: \"a\\u2028b\"\nchecks: []", 1, "U+2028")]
    [TestCase("id: \"a\\nb\"\nchecks: []", 1, "a text may not hold U+000A")]
    [TestCase("id: \"a\\0b\"\nchecks: []", 1, "a control character, U+0000")]
    [TestCase("%YAML 1.2\n---\nid: a\nchecks: []", 1, "a line that begins with % is a directive")]
    [TestCase("%TAG ! tag:x,2000:\n---\nid: a\nchecks: []", 1, "a line that begins with % is a directive")]
    [TestCase("id: a\n%checks: []", 2, "a line that begins with % is a directive")]
    [TestCase("!!str id: a\nchecks: []", 1, "a tag, 'tag:yaml.org,2002:str'")]
    [TestCase("id: a\n!!str id: b\nchecks: []", 2, "duplicate key 'id': it stands on line 1 already")]
    [TestCase("id: a\nchecks: !!seq []", 2, "a tag, 'tag:yaml.org,2002:seq'")]
    [TestCase("id: a\nchecks: [{ testcase: t, essential: !!bool false }]", 2, "a tag, 'tag:yaml.org,2002:bool'")]
    [TestCase("id: a\nchecks: [{ testcase: t, ! essential: false }]", 2, "a tag, '!'")]
    [TestCase("id: a\nid: b\nchecks: []", 2, "duplicate key 'id': it stands on line 1 already")]
    [TestCase("id: a\n'id': b\nchecks: []", 2, "duplicate key 'id': it stands on line 1 already")]
    [TestCase("id: a\nchecks: []\nmatch: { packages: [a], \"pack\\x61ges\": [b] }", 3, "duplicate key 'packages'")]
    [TestCase("id: a\nchecks: []\n\"checks\": [{ testcase: t }]", 3, "duplicate key 'checks'")]
    [TestCase("id: a\nchecks: [#x\n]", 2, "a # directly after something")]
    [TestCase("id: a\nchecks: [{ testcase: 't'#x, essential: false\n}]", 2, "a # directly after something")]
    [TestCase("id: a\nchecks: [{ testcase: t, arches: [x] essential: false }]", 2, "a comma is missing")]
    [TestCase("id: a\nchecks: [{ testcase: t, arches: ['x' 'y'] }]", 2, "no valid YAML")]
    [TestCase("id: a\nchecks: [{ testcase: t]]", 2, "no valid YAML")]
    [TestCase("id: a\nchecks: []\n: b", 3, "a key is missing before a colon")]
    [TestCase("id: a\nchecks:\n  - : t", 3, "a key is missing before a colon")]
    [TestCase("id: a\nchecks: [{ testcase: t, : b }]", 2, "a key is missing before a colon")]
    [TestCase("id: a\nchecks: []\n? [a]\n: b", 3, "a key has to be text")]
    [TestCase("id: a\nchecks: []\n{ a: b }: c", 3, "a key has to be text")]
    [TestCase("id: &x a\nchecks: []\n*x : b", 3, "a key has to be text")]
    [TestCase("id: a\n? &k { ? *k : *k }\n: x", 2, "a key has to be text")]
    [TestCase("id: a\nchecks: &c [*c]", 2, "'*c' is an alias of nothing that stands before it")]
    [TestCase("id: a\nchecks: [*nowhere]", 2, "'*nowhere' is an alias of nothing that stands before it")]
    [TestCase("id: &x a\nchecks: []\n---\nid: *x\nchecks: []", 4, "'*x' is an alias of nothing that stands before it")]
    [TestCase("id: &x a\nchecks: [{ testcase: &x t }]", 2, "the anchor 'x' stands in this document already")]
    [TestCase("id: &x: a\nchecks: []", 1, "an anchor's name is of letters")]
    [TestCase("id: a\nmatch: { packages: [*] }\nchecks: []", 2, "Put quotes around a text that begins with *")]
    [TestCase("id: a\nmatch: { packages: [*-debug] }\nchecks: []", 2, "put quotes around a text that begins with *")]
    [TestCase("id: a\nmatch: { packages: [?ernel] }\nchecks: []", 2, "put quotes around a text")]
    [TestCase("id: a\nmatch: { packages: [kernel:] }\nchecks: []", 2, "put quotes around a text")]
    [TestCase("id: a\n b\nchecks: []", 1, "a text has to stand on one line: 'a b'")]
    [TestCase("id: a\nchecks:\n  - testcase: t\n    essential false", 4, "no valid YAML")]
    [TestCase("id: 'a\n  b'\nchecks: []", 1, "a text has to stand on one line")]
    [TestCase("id: \"a\\\n  b\"\nchecks: []", 1, "a text has to stand on one line")]
    [TestCase("id: |\n  a\nchecks: []", 1, "a text has to stand on one line")]
    [TestCase("id: >-\n  a\nchecks: []", 1, "a text has to stand on one line")]
    [TestCase("id: \"\\Uffffffff\"\nchecks: []", 1, "no valid YAML")]
    [TestCase("id: \"\\ud800\"\nchecks: []", 1, "no valid YAML")]
    [TestCase("id: \"\\q\"\nchecks: []", 1, "no valid YAML")]
    [TestCase("id: [\nchecks: []", 1, "no valid YAML")]
    [TestCase("id: a\n checks: [{ testcase: t }]", 2, "no valid YAML")]
    [TestCase("--- id: a\nchecks: []", 1, "no valid YAML")]
    [TestCase("id: \"a", 1, "no valid YAML")]
    public void It_is_refused_with_its_line(string yaml, int line, string message)
    {
        var (set, errors) = Read(yaml);

        Assert.That(set, Is.Null);
        Assert.That(
            errors.Select(e => (e.File, e.Line, Said: e.Message.Contains(message, StringComparison.Ordinal))),
            Does.Contain(("a.yaml", line, true)),
            string.Join('\n', errors));
    }

    [Test]
    public void Half_a_character_is_refused() =>
        Assert.That(Read("id: a\nchecks: [] # " + '\ud800').Errors.Single().ToString(), Is.EqualTo("a.yaml:2: half a character, U+D800"));

    [TestCase("id: a\r\nchecks: [{ testcase: t }]\r\n")]
    [TestCase("{\"id\":\"a\",\"checks\":[{\"testcase\":\"t\"}]}")]
    [TestCase("  id: a\n  checks:\n  - testcase: t\n\n   ")]
    [TestCase("? id\n: a\n? checks\n: - ? testcase\n    : t")]
    [TestCase("id : a\n\"checks\" :\n- testcase: t")]
    [TestCase("&k id: a\nchecks: [testcase: t]")]
    [TestCase("--- # x\nchecks: [ # x\n  { testcase: t, # x\n  } # x\n , ]\nid: a # x\n...\n# x\n")]
    [TestCase("id: \"\\x61\"\nchecks: [{ 'testcase' : \"\\u0074\" }]")]
    public void Another_spelling_means_the_same(string yaml) =>
        Assert.That(Read(yaml).Set?.Policies.Single().Hash, Is.EqualTo(Read("id: a\nchecks:\n  - testcase: t\n").Set!.Policies.Single().Hash));

    [TestCase("on")]
    [TestCase("No")]
    [TestCase("010")]
    [TestCase("0x1f")]
    [TestCase("1e3")]
    [TestCase("1:20")]
    [TestCase("1_000")]
    [TestCase("2026-11-22")]
    [TestCase(".inf")]
    [TestCase("=")]
    [TestCase("-x")]
    [TestCase("a#b")]
    [TestCase("a:b")]
    [TestCase("a]")]
    [TestCase("'null'")]
    [TestCase("'~'")]
    [TestCase("'*'")]
    public void What_other_readers_take_for_a_number_a_truth_value_or_a_time_is_the_text_that_stands_there(string text) =>
        Assert.That(Read($"id: {text}\nchecks: []").Set!.Policies.Single().Id, Is.EqualTo(text.Trim('\'')));

    [Test]
    public void An_alias_may_spare_repetition() =>
        Assert.That(
            Read("id: a\nchecks:\n  - { testcase: t, arches: &all [x, y] }\n  - { testcase: u, arches: *all }").Set!.Policies[0].Checks[1].Arches,
            Is.EqualTo(new[] { "x", "y" }));

    [Test]
    public void A_mistake_that_aliases_repeat_is_told_once() =>
        Assert.That(
            Read("id: a\nmatch: { packages: &p [~, ~] }\nchecks: [{ testcase: t, not_packages: *p }, { testcase: u, not_packages: *p }]").Errors.Select(e => e.ToString()),
            Is.EqualTo(new[]
            {
                "a.yaml:2: 'packages': a list never holds null, and here an item is empty, ~ or null",
                "a.yaml:2: 'not_packages': a list never holds null, and here an item is empty, ~ or null",
            }));

    [Test]
    public void Mistakes_without_end_are_not_all_told()
    {
        var errors = Read($"id: a\nchecks:\n{string.Concat(Enumerable.Repeat("- ~\n", 5_000))}").Errors;

        Assert.That(errors, Has.Count.EqualTo(1_001));
        Assert.That(errors[^1].ToString(), Is.EqualTo("a.yaml: more than 1000 mistakes: the rest is not listed"));
    }

    [Test]
    public void A_strangers_text_is_not_told_at_length() =>
        Assert.That(Read($"id: {new string('x', 100_000)}\nchecks: []").Errors.Single().Message, Has.Length.LessThan(300));

    [Test]
    public void A_text_of_more_than_a_mebibyte_is_refused()
    {
        var fits = $"id: a\nchecks: []\n#{new string('x', PolicyText.Most - 18)}";

        Assert.That(fits, Has.Length.EqualTo(PolicyText.Most));
        Assert.That(Read(fits).Errors, Is.Empty);
        Assert.That(Read(fits + "x").Errors.Single().ToString(), Does.StartWith("a.yaml: larger than 1,048,576 bytes"));
        Assert.That(Read(fits[..^1] + "é").Errors.Single().ToString(), Does.StartWith("a.yaml: larger than 1,048,576 bytes"), "bytes, not characters");
    }

    [Test]
    public void A_check_that_multiplies_itself_is_refused()
    {
        string Names(string of, int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"{of}{i}"));
        string Of(int arches, int scenarios) => $"id: a\nchecks:\n  - {{ testcase: t, arches: [{Names("a", arches)}], scenarios: [{Names("s", scenarios)}] }}";

        Assert.That(Read(Of(1_000, 100)).Errors, Is.Empty);
        Assert.That(Read(Of(1_000, 101)).Errors.Single().ToString(), Does.StartWith("a.yaml:3: 'checks': up to here the file asks for more than 100,000 things"));
    }

    // What is allocated stands for the time that is spent, which no test can rely on.
    [TestCase("[", "", "")]
    [TestCase("{", "", "")]
    [TestCase("- ", "", "")]
    [TestCase("? ", "", "")]
    [TestCase("a: ", "", "")]
    [TestCase("&a ", "", "")]
    [TestCase("!a ", "", "")]
    [TestCase("---\n", "", "")]
    [TestCase("--- a\n", "", "")]
    [TestCase("a\n ", "id: ", "")]
    [TestCase("\\x61", "id: \"", "\"")]
    [TestCase("''", "id: '", "'")]
    [TestCase("#\n", "", "")]
    [TestCase("~,", "id: a\nchecks: [", "]")]
    [TestCase("a: b,", "id: a\nchecks: [", "]")]
    [TestCase("{testcase: t},", "id: a\nchecks: [", "]")]
    [TestCase("*a,", "a: &a b\nid: [", "]")]
    [TestCase("*a,", "a: &a [x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x]\nid: [", "]")]
    [TestCase("- {testcase: t, arches: *a}\n", "a: &a [x,y,z,u,v,w]\nid: a\nchecks:\n", "")]
    public void Reading_costs_no_more_than_the_size_of_the_text(string part, string before, string after)
    {
        var text = new StringBuilder(before);
        while (text.Length < 64 * 1024)
        {
            text.Append(part);
        }

        var yaml = text.Append(after).ToString();
        Read(yaml);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Read(yaml);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - allocated, Is.LessThan(3_000L * yaml.Length));
    }

    [Test]
    public void Aliases_of_aliases_are_refused_before_they_are_written_out()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(Read(yaml.ToString()).Errors.Single().Message, Does.Contain("its aliases make it larger than"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - allocated, Is.LessThan(5_000_000));
    }

    [TestCase('[')]
    [TestCase('{')]
    public void Deep_nesting_is_refused(char bracket) => Assert.That(Read($"id: a\nchecks: {new string(bracket, 100_000)}").Set, Is.Null);

    private static (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read(string yaml) =>
        PolicyReader.Read([new PolicyFile("a.yaml", yaml)], PolicySettings.Default);
}
