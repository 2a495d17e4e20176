using Gatehouse.Contracts;
using Gatehouse.Hosting;

namespace Gatehouse.Gating;

/// <summary>Reads policies from YAML, strictly: a typo that silently let updates through would be worse than a service that does not start.</summary>
public static class PolicyReader
{
    // How many requirements one file may make of one subject: a check's arches times its scenarios grow faster than its text.
    private const long MostAsked = 100_000;

    private static readonly string[] PolicyKeys = ["id", "match", "timeout", "wait_for", "checks"];

    private static readonly string[] MatchKeys = ["product_versions", "decision_contexts", "packages", "exclude_packages"];

    private static readonly string[] CheckKeys =
        ["testcase", "subject", "arches", "scenarios", "essential", "any", "not_packages", "valid_since", "valid_until"];

    /// <summary>Reads a whole set. Either there are errors, all of them, or there is a set.</summary>
    /// <param name="files">In any order; the set has them in the order of their names.</param>
    /// <param name="settings">What the deployment says beside them.</param>
    /// <param name="standing">The vocabulary that holds where no <c>vocabulary.yaml</c> is among them; null is the default one.</param>
    public static (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read(
        IEnumerable<PolicyFile> files, PolicySettings settings, Vocabulary? standing = null)
    {
        var ordered = files.OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        var errors = new List<PolicyError>();
        var vocabulary = ReadVocabulary(ordered, errors) ?? standing ?? Vocabulary.Default;
        var policies = new List<Policy>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var policyFiles = ordered.FindAll(f => !VocabularyReader.IsMeant(f.Name));
        foreach (var file in policyFiles)
        {
            var wrong = new PolicyErrors(file.Name);
            foreach (var (policy, line) in new PolicyFileReader(settings, vocabulary, wrong).Read(file.Text))
            {
                if (!places.TryAdd(policy.Id, $"{file.Name}:{line}"))
                {
                    wrong.Add(line, $"duplicate id {PolicyErrors.Quoted(policy.Id)}: it stands at {places[policy.Id]} already");
                }

                policies.Add(policy);
            }

            errors.AddRange(wrong.InOrder());
        }

        if (policyFiles.Count == 0)
        {
            errors.Add(new PolicyError("*.yaml", 0, "there is no policy: expected at least one file that holds one"));
        }

        return errors.Count > 0 ? (null, errors) : (PolicySet.Of(ordered, policies, settings, vocabulary), errors);
    }

    private static Vocabulary? ReadVocabulary(IEnumerable<PolicyFile> files, List<PolicyError> errors)
    {
        Vocabulary? vocabulary = null;
        foreach (var file in files.Where(f => VocabularyReader.IsMeant(f.Name)))
        {
            var wrong = new PolicyErrors(file.Name);
            if (file.Name != VocabularyReader.FileName)
            {
                wrong.Add(0, $"the vocabulary's file is named {VocabularyReader.FileName}, exactly: name it so, or a file of policies otherwise");
            }
            else if (vocabulary is not null)
            {
                wrong.Add(0, "it is there twice");
            }
            else
            {
                vocabulary = VocabularyReader.Read(file, wrong);
            }

            errors.AddRange(wrong.InOrder());
        }

        return vocabulary;
    }

    /// <summary>Reads the policies of one file.</summary>
    private sealed class PolicyFileReader(PolicySettings settings, Vocabulary vocabulary, PolicyErrors errors)
    {
        private long asked;

        public List<(Policy Policy, int Line)> Read(string text)
        {
            var policies = new List<(Policy, int)>();
            var documents = YamlReader.Read(text, errors);
            foreach (var document in documents ?? [])
            {
                if (ReadPolicy(new PolicyNode(document, null, errors)) is { } policy)
                {
                    policies.Add((policy, document.Line));
                }
            }

            if (documents is [])
            {
                errors.Add(0, "there is no policy in it: write one, or remove the file");
            }

            return errors.Any ? [] : policies;
        }

        private Policy? ReadPolicy(PolicyNode node)
        {
            if (node.Keys.Any() && node.Keys.All(VocabularyReader.Keys.Contains))
            {
                node.Refuse($"this is a vocabulary: it belongs into {VocabularyReader.FileName} beside the policies; here only policies are read");
                return null;
            }

            if (!node.HasOnly("a policy", PolicyKeys))
            {
                return null;
            }

            var id = node.Required("id")?.Text(t => t.Length is > 0 and <= Limits.Alias, $"expected text of 1 to {Limits.Alias} characters");
            var match = ReadMatch(node.Optional("match"));
            var timeout = settings.DefaultTimeout;
            node.Optional("timeout")?.Text(t => Duration.TryParse(t, out timeout), $"expected {Duration.Expected}");
            var waitFor = node.Optional("wait_for")?.Text(t => t is "all" or "essential", "expected all or essential");
            var checks = node.Required("checks")?
                .Items("expected a list of checks; an empty one, [], says on purpose that nothing is needed", orNone: true)?
                .Select(ReadCheck).ToList();
            if (id is null || checks is null || errors.Any)
            {
                return null;
            }

            var policy = new Policy(id, "", match, timeout, waitFor != "essential", [.. checks.OfType<Check>()]);
            return policy with { Hash = PolicyHash.Of(policy) };
        }

        private static Match ReadMatch(PolicyNode? node)
        {
            if (node is null || !node.HasOnly("match", MatchKeys))
            {
                return new Match(null, null, null, null);
            }

            return new Match(
                Patterns(node, "product_versions"), Patterns(node, "decision_contexts"), Patterns(node, "packages"), Patterns(node, "exclude_packages"));
        }

        private static IReadOnlyList<string>? Patterns(PolicyNode node, string key) => node.Optional(key)?.Texts(
            t => t.Length is > 0 and <= Limits.Alias, $"expected a list of at least one pattern of 1 to {Limits.Alias} characters, such as fedora-*");

        private Check? ReadCheck(PolicyNode node)
        {
            if (!node.HasOnly("a check", CheckKeys))
            {
                return null;
            }

            var testcase = ReadTestcase(node.Required("testcase"));
            var subject = ReadSubject(node.Optional("subject"));
            var arches = node.Optional("arches")?
                .Texts(Word.IsValid, $"expected a list of at least one arch (leave it out to accept any); each: {Word.Expected}");
            var scenarios = node.Optional("scenarios")?.Texts(
                t => t.Length is > 0 and <= Limits.Scenario,
                $"expected a list of at least one scenario of 1 to {Limits.Scenario} characters (leave it out to accept any)");
            var essential = node.Optional("essential")?.Text(t => t is "true" or "false", "expected true or false");
            var any = node.Optional("any")?.Text(t => t is "newest" or "worst", "expected newest or worst");
            var notPackages = Patterns(node, "not_packages");
            if (notPackages is not null && subject != Subject.Build)
            {
                node.Refuse($"only builds have packages: not_packages says nothing of {subject}");
            }

            var (since, until) = (ReadTime(node.Optional("valid_since")), ReadTime(node.Optional("valid_until")));
            if (until <= since)
            {
                node.Refuse("valid_until: expected a time after valid_since");
            }

            asked += (arches?.Count ?? 1) * (long)(scenarios?.Count ?? 1);
            if (asked > MostAsked)
            {
                node.Refuse($"up to here the file asks for more than {MostAsked:N0} things of one subject: ask for less, or split it");
            }

            return testcase is null ? null : new Check(testcase, subject, arches, scenarios, essential != "false", any == "newest", notPackages, since, until);
        }

        private static string? ReadTestcase(PolicyNode? node)
        {
            var testcase = node?.Text(t => t.Length is > 0 and <= Limits.Testcase, $"expected text of 1 to {Limits.Testcase} characters");
            if (testcase?.AsSpan().IndexOfAny('*', '?') >= 0)
            {
                node!.Refuse($"takes no pattern, so no * or ?: each testcase is a check of its own, not {PolicyErrors.Quoted(testcase)}");
            }

            return testcase;
        }

        private string ReadSubject(PolicyNode? node)
        {
            var word = node?.Text(Word.IsValid, $"expected build, update, or a type: {Word.Expected}") ?? "build";
            return VocabularyReader.PolicyWord(word) ?? vocabulary.TypeOf(word);
        }

        private static DateTimeOffset? ReadTime(PolicyNode? node)
        {
            DateTimeOffset time = default;
            return node?.Text(t => PolicyTime.TryParse(t, out time), $"expected {PolicyTime.Expected}") is null ? null : time;
        }
    }
}
