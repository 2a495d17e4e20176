using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>
/// Reads <c>vocabulary.yaml</c>: the kinds of outcomes that a deployment adds (<c>outcomes</c>), the aliases of types (<c>types</c>), and the types whose
/// subjects change while their identifiers stay (<c>mutable</c>). As strict as the policies, since it decides like them.
/// </summary>
internal static class VocabularyReader
{
    public const string FileName = "vocabulary.yaml";

    /// <summary>What the file holds, for whoever wrote something else.</summary>
    public const string Expected = "a vocabulary: a mapping with outcomes, types, mutable";

    public static readonly string[] Keys = ["outcomes", "types", "mutable"];

    private static readonly SortedDictionary<string, OutcomeKind> KindWords = new(StringComparer.Ordinal)
    {
        ["pass"] = OutcomeKind.Pass,
        ["fail"] = OutcomeKind.Fail,
        ["error"] = OutcomeKind.Error,
        ["running"] = OutcomeKind.Running,
    };

    /// <summary>Whether a file of this name is one, or is probably meant to be.</summary>
    public static bool IsMeant(string file) => Path.GetFileNameWithoutExtension(file).Equals("vocabulary", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads it; where anything is noted, what is given is not to be used.</summary>
    public static Vocabulary Read(PolicyFile file, PolicyErrors errors)
    {
        if (YamlReader.Read(file.Text, errors) is not { } documents)
        {
            return Vocabulary.Default;
        }

        if (documents is not [var document])
        {
            errors.Add(documents is [_, var second, ..] ? second.Line : 0, $"expected one document, found {documents.Count}: {Expected}");
            return Vocabulary.Default;
        }

        var node = new PolicyNode(document, null, errors);
        if (!node.HasOnly("a vocabulary", Keys))
        {
            return Vocabulary.Default;
        }

        if (!node.Keys.Any())
        {
            node.Refuse($"expected {Expected}; remove the file where there is nothing to say");
        }

        var types = ReadTypes(node.Optional("types"));
        return new Vocabulary(ReadOutcomes(node.Optional("outcomes")), types, ReadMutable(node.Optional("mutable"), types));
    }

    private static SortedDictionary<string, OutcomeKind> ReadOutcomes(PolicyNode? node)
    {
        var kinds = new SortedDictionary<string, OutcomeKind>(StringComparer.Ordinal);
        foreach (var (key, value) in node?.Entries("expected a mapping of outcomes to kinds, such as CRASHED: fail") ?? [])
        {
            var name = key.Text(Word.IsValid, Word.Expected)?.ToUpperInvariant();
            var kind = value.Text(KindWords.ContainsKey, $"expected {string.Join(", ", KindWords.Keys)}");
            if (name is not null && Outcomes.Standard.Names.Contains(name))
            {
                key.Refuse($"{name} is one of the outcomes that are there already, whose kinds are fixed: {string.Join(", ", Outcomes.Standard.Names)}");
            }
            else if (name is not null && kind is not null && !kinds.TryAdd(name, KindWords[kind]))
            {
                key.Refuse($"{name} stands there twice: case does not count");
            }
        }

        return kinds;
    }

    private static SortedDictionary<string, string> ReadTypes(PolicyNode? node)
    {
        var types = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, type) in Vocabulary.DefaultTypes)
        {
            types.Add(name, type);
        }

        var aliases = new List<(PolicyNode Key, string Alias, PolicyNode Value)>();
        foreach (var (key, value) in node?.Entries("expected a mapping of aliases to types, such as my-rpm: koji_build") ?? [])
        {
            if (key.Text(Word.IsValid, Word.Expected) is { } alias && value.Text(Word.IsValid, Word.Expected) is { } type)
            {
                types[alias] = type;
                aliases.Add((key, alias, value));
            }
        }

        // Only now, so that it does not matter in which order they stand.
        foreach (var (key, alias, value) in aliases)
        {
            RefuseChains(types, key, alias, value);
        }

        return types;
    }

    private static void RefuseChains(SortedDictionary<string, string> types, PolicyNode key, string alias, PolicyNode value)
    {
        var type = types[alias];
        if (alias is Subject.Build or Subject.Update)
        {
            key.Refuse($"{alias} has rules of its own and stands for itself");
        }
        else if (alias == type)
        {
            key.Refuse("an alias names another type");
        }
        else if (PolicyWord(alias) is { } meant && meant != type)
        {
            key.Refuse($"policies mean {meant} by it, so it can stand for nothing else");
        }
        else if (types.FirstOrDefault(t => t.Value == alias) is { Key: { } other })
        {
            key.Refuse($"'{other}' stands for it, and an alias names a type that is none");
        }
        else if (types.TryGetValue(type, out var further))
        {
            value.Refuse($"'{type}' is an alias itself, of {further}: an alias names a type that is none");
        }
        else if (PolicyWord(type) is { } named)
        {
            value.Refuse($"expected {named}, not '{type}'");
        }
    }

    private static List<string> ReadMutable(PolicyNode? node, SortedDictionary<string, string> types)
    {
        const string expected = "expected a list of types, such as [my-image]";
        var mutable = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var item in node?.Items(expected) ?? [])
        {
            if (item.Text(Word.IsValid, $"{expected}; each: {Word.Expected}") is not { } type)
            {
                continue;
            }

            if (types.GetValueOrDefault(type) is { } meant)
            {
                item.Refuse($"'{type}' is an alias of {meant}: name the type itself");
            }
            else if (type is Subject.Build || PolicyWord(type) is Subject.Build)
            {
                item.Refuse($"a build's NVR names its content for ever, so {Subject.Build} cannot be mutable");
            }
            else if (PolicyWord(type) is { } named)
            {
                item.Refuse($"expected {named}, not '{type}'");
            }
            else
            {
                mutable.Add(type);
            }
        }

        return [.. mutable];
    }

    /// <summary>The type that <c>subject: build</c> and <c>subject: update</c> mean in a policy.</summary>
    public static string? PolicyWord(string word) => word switch { "build" => Subject.Build, "update" => Subject.Update, _ => null };
}
