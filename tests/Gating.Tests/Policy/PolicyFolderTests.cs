using System.Text;

namespace Gatehouse.Gating.Tests;

public class PolicyFolderTests
{
    private const string Policy = "id: a\nchecks: [{ testcase: t }]\n";

    private DirectoryInfo folder = null!;

    [SetUp]
    public void SetUp() => folder = Directory.CreateTempSubdirectory("gatehouse-policies-");

    [TearDown]
    public void TearDown()
    {
        folder.Refresh();
        if (folder.Exists)
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void All_files_are_read_with_the_vocabulary_and_nothing_else()
    {
        Write("b.yml", Policy);
        Write("a.yaml", Policy.Replace("id: a", "id: b", StringComparison.Ordinal));
        Write("vocabulary.yaml", "mutable: [compose]");
        Write("README.md", "id: c");
        Write("a.yaml.orig", "id: d");

        var set = Read().Set!;

        Assert.That(set.Files.Select(f => f.Name), Is.EqualTo(new[] { "a.yaml", "b.yml", "vocabulary.yaml" }));
        Assert.That(set.Policies.Select(p => p.Id), Is.EqualTo(new[] { "b", "a" }));
        Assert.That(set.Vocabulary.Mutable, Is.EqualTo(new[] { "compose" }));
    }

    [Test]
    public void An_empty_folder_is_refused() => Assert.That(Errors(), Is.EqualTo(new[] { $"{folder.FullName}: the folder holds no policy: expected at least one *.yaml" }));

    [Test]
    public void A_folder_of_a_vocabulary_alone_is_refused()
    {
        Write("vocabulary.yaml", "mutable: [compose]");

        Assert.That(Errors().Single(), Does.Contain("there is no policy"));
    }

    [Test]
    public void A_folder_that_went_away_is_refused()
    {
        folder.Delete();

        Assert.That(Errors().Single(), Does.StartWith($"{folder.FullName}: ").And.Contains("Could not find"));
    }

    [Test]
    public void An_emptied_file_is_refused_beside_a_good_one()
    {
        Write("a.yaml", Policy);
        Write("b.yaml", "# " + Policy.ReplaceLineEndings("\n# "));

        Assert.That(Errors(), Is.EqualTo(new[] { "b.yaml: there is no policy in it: write one, or remove the file" }));
    }

    [Test]
    public void What_is_named_like_a_policy_file_and_is_none_is_refused_instead_of_missed()
    {
        Write("a.yaml", Policy);
        Write("b.YAML", Policy);
        folder.CreateSubdirectory("c.yaml");

        Assert.That(
            Errors(),
            Is.EqualTo(new[]
            {
                "b.YAML: expected its name to end in .yaml or .yml, in lower case", "c.yaml: a folder, where a file is expected",
            }));
    }

    [Test]
    public void A_mark_of_byte_order_is_no_part_of_the_text()
    {
        File.WriteAllText(In("a.yaml"), Policy, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.That(Read().Set!.Files.Single().Text, Is.EqualTo(Policy));
    }

    [TestCase("id: caf\\xe9\nchecks: []\n", "a.yaml:1: not UTF-8: byte 0xe9 at offset 7")]
    [TestCase("id: a\nchecks: [] # \\xc3", "a.yaml:2: not UTF-8: byte 0xc3 at offset 19")]
    [TestCase("id: a\n\n# \\xed\\xa0\\x80\nchecks: []", "a.yaml:3: not UTF-8: byte 0xed at offset 9")]
    [TestCase("\\xff\\xfei\\x00d\\x00", "a.yaml:1: not UTF-8: byte 0xff at offset 0")]
    [TestCase("\\xef\\xbb\\xbfid: \\xff", "a.yaml:1: not UTF-8: byte 0xff at offset 7")]
    public void Bytes_that_are_no_UTF_8_are_refused_with_their_place(string escaped, string error)
    {
        File.WriteAllBytes(In("a.yaml"), [.. Encoding.Latin1.GetBytes(System.Text.RegularExpressions.Regex.Unescape(escaped))]);

        Assert.That(Errors(), Is.EqualTo(new[] { error }));
    }

    [Test]
    public void A_file_of_more_than_a_mebibyte_is_refused()
    {
        Write("a.yaml", Policy + new string('#', 1024 * 1024));

        Assert.That(Errors(), Is.EqualTo(new[] { "a.yaml: larger than 1,048,576 bytes: split it" }));
    }

    [Test]
    public void Every_mistake_in_every_file_is_told()
    {
        Write("a.yaml", "id: a\nchecks: [~]\ntimeout: soon\n");
        Write("b.yaml", Policy + "# \u2028");
        Write("vocabulary.yml", "mutable: [compose]");
        File.WriteAllBytes(In("d.yaml"), [0xff]);

        Assert.That(
            Errors().Select(e => e[..e.IndexOf(' ', StringComparison.Ordinal)]),
            Is.EquivalentTo(new[] { "a.yaml:2:", "a.yaml:3:", "b.yaml:3:", "d.yaml:1:", "vocabulary.yml:" }));
    }

    private string In(string name) => Path.Combine(folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(In(name), text);

    private (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read() => new PolicyFolder(folder.FullName, PolicySettings.Default).Read();

    private IEnumerable<string> Errors()
    {
        var (set, errors) = Read();
        Assert.That(set, Is.Null);
        return errors.Select(e => e.ToString());
    }
}
