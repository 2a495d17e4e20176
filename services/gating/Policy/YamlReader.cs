using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Gating;

/// <summary>
/// Reads the part of YAML in which a document means one thing to every reader: no tags, no keys but texts, none of them twice, each text on one line, and no
/// more in it than its size (an alias repeats what it stands for). It reads events and builds its own nodes: YamlDotNet 18.1's own keep tags as part of keys,
/// so that <c>!!str id</c> is another key than <c>id</c>, load by recursion, and write aliases out where they are compared.
/// </summary>
internal sealed class YamlReader
{
    private const int Deepest = 32;

    // What is written without aliases is never larger than twice its text.
    private const long Largest = 2L * PolicyText.Most;

    // A text can begin with some of them by the letter of YAML; readers disagree about which.
    private const string Indicators = "?:,[]{}#&*!|>'\"%@`";

    private readonly PolicyErrors errors;
    private readonly Stack<Level> open = new();
    private readonly HashSet<AnchorName> names = [];
    private readonly Dictionary<AnchorName, YamlValue> anchors = [];
    private readonly List<YamlValue> documents = [];
    private long size;

    private YamlReader(PolicyErrors errors) => this.errors = errors;

    /// <summary>The documents that are not empty; null where they cannot be told. What is wrong is noted: all of it, up to where the text is no YAML any more.</summary>
    public static IReadOnlyList<YamlValue>? Read(string text, PolicyErrors errors)
    {
        if (!PolicyText.IsPlain(text, errors))
        {
            return null;
        }

        var reader = new YamlReader(errors);
        try
        {
            var parser = new Parser(new StringReader(text));
            while (Advance(parser.MoveNext, () => parser.Current?.End))
            {
                reader.Take(parser.Current!);
            }

            // Last, since only now is it known to be nested no deeper than the scanner bears: its time grows with the depth.
            YamlTokens.Check(text, errors);
            return reader.documents;
        }
        catch (YamlException problem)
        {
            errors.Add((int)problem.Start.Line, $"no valid YAML: {Explained(problem.Message)}");
            return null;
        }
    }

    // YamlDotNet 18.1 answers some texts ("\Uffffffff", "id: [" over a line "checks: []") with exceptions that say nothing of a text. They do.
    public static bool Advance(Func<bool> next, Func<Mark?> place)
    {
        try
        {
            return next();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            throw new YamlException(place() ?? Mark.Empty, place() ?? Mark.Empty, "it breaks off, or holds an escape of no character", e);
        }
    }

    private static string Explained(string message) => message switch
    {
        _ when message.Contains("anchor or alias", StringComparison.Ordinal) => $"{message} Put quotes around a text that begins with * or &.",
        _ when message.Contains("expected node content", StringComparison.Ordinal) => $"{message} An item may be empty, or a text need quotes.",
        { Length: > 300 } => message[..300],
        _ => message,
    };

    private void Take(ParsingEvent next)
    {
        switch (next)
        {
            case DocumentStart:
                names.Clear();
                anchors.Clear();
                break;
            case MappingEnd or SequenceEnd:
                var (node, anchor) = open.Pop().Close(next, errors);
                Put(node, anchor);
                break;
            case AnchorAlias alias:
                RefuseAsKey(next);
                if (!anchors.TryGetValue(alias.Value, out var meant))
                {
                    throw new YamlException(next.Start, next.End, $"'*{alias.Value}' is an alias of nothing that stands before it: put quotes around a text that begins with *");
                }

                Count(next, meant.Size);
                Put(meant, AnchorName.Empty);
                break;
            case Scalar scalar:
                Count(next, 1 + scalar.Value.Length);
                Put(TextOf(scalar), scalar.Anchor);
                break;
            case NodeEvent collection:
                RefuseAsKey(next);
                RefuseTag(collection);
                RefuseAnchor(collection);
                Count(next, 1);
                if (open.Count == Deepest)
                {
                    throw new YamlException(next.Start, next.End, $"nested deeper than {Deepest}");
                }

                open.Push(new Level(collection));
                break;
        }
    }

    private YamlText TextOf(Scalar scalar)
    {
        var line = (int)scalar.Start.Line;
        RefuseTag(scalar);
        RefuseAnchor(scalar);
        if (scalar.Value.Length == 0 && scalar.Style == ScalarStyle.Plain)
        {
            return new YamlText(line, "", plain: true);
        }

        if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded || scalar.Start.Line != scalar.End.Line)
        {
            errors.Add(line, $"a text has to stand on one line: {PolicyErrors.Quoted(scalar.Value.ReplaceLineEndings(" "))}");
        }
        else if (scalar.Style == ScalarStyle.Plain && (Indicators.Contains(scalar.Value[0]) || scalar.Value[^1] == ':'))
        {
            errors.Add(line, $"put quotes around a text that begins or ends with a sign of YAML's: {PolicyErrors.Quoted(scalar.Value)}");
        }
        else if (PolicyText.ProblemOf(scalar.Value) is { } problem)
        {
            errors.Add(line, problem);
        }

        return new YamlText(line, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private void Put(YamlValue node, AnchorName anchor)
    {
        if (!anchor.IsEmpty)
        {
            anchors[anchor] = node;
        }

        if (open.TryPeek(out var around))
        {
            around.Put(node);
        }
        else if (node is not YamlText { IsEmpty: true } || !anchor.IsEmpty)
        {
            documents.Add(node);
        }
    }

    private void Count(ParsingEvent at, long more)
    {
        size += more;
        if (size > Largest)
        {
            throw new YamlException(at.Start, at.End, $"its aliases make it larger than {Largest:N0} characters: write less, or split it");
        }
    }

    private void RefuseAsKey(ParsingEvent node)
    {
        if (open.TryPeek(out var around) && around.AtKey)
        {
            throw new YamlException(node.Start, node.End, "a key has to be text");
        }
    }

    private void RefuseTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty)
        {
            errors.Add((int)node.Start.Line, $"a tag, {PolicyErrors.Quoted(node.Tag.Value)}: none is taken, each value means what its key asks for");
        }
    }

    // Readers disagree about the characters of a name, and about one that is given twice.
    private void RefuseAnchor(NodeEvent node)
    {
        if (node.Anchor.IsEmpty)
        {
            return;
        }

        var line = (int)node.Start.Line;
        if (!node.Anchor.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            errors.Add(line, $"an anchor's name is of letters, digits, _ and -, not {PolicyErrors.Quoted(node.Anchor.Value)}");
        }

        if (!names.Add(node.Anchor))
        {
            errors.Add(line, $"the anchor {PolicyErrors.Quoted(node.Anchor.Value)} stands in this document already");
        }
    }

    /// <summary>A list or mapping that has begun.</summary>
    private sealed class Level(NodeEvent start)
    {
        private readonly List<YamlValue> items = [];

        /// <summary>What comes next is a key, not its value.</summary>
        public bool AtKey => start is MappingStart && items.Count % 2 == 0;

        public void Put(YamlValue node) => items.Add(node);

        public (YamlValue Node, AnchorName Anchor) Close(ParsingEvent end, PolicyErrors errors)
        {
            var line = (int)start.Start.Line;
            if (start is not MappingStart)
            {
                return (new YamlList(line, items), start.Anchor);
            }

            var entries = new List<KeyValuePair<YamlText, YamlValue>>();
            var first = new Dictionary<string, int>(StringComparer.Ordinal);
            if (items.Count % 2 > 0)
            {
                // YamlDotNet 18.1 says nothing at all for a key of no characters.
                throw new YamlException(start.Start, end.End, "a key is missing before a colon");
            }

            foreach (var pair in items.Chunk(2))
            {
                var key = (YamlText)pair[0];
                if (key.IsEmpty)
                {
                    errors.Add(key.Line, "a key is missing before a colon");
                }
                else if (first.TryAdd(key.Text, key.Line))
                {
                    entries.Add(KeyValuePair.Create(key, pair[1]));
                }
                else
                {
                    errors.Add(key.Line, $"duplicate key {PolicyErrors.Quoted(key.Text)}: it stands on line {first[key.Text]} already");
                }
            }

            return (new YamlMap(line, entries), start.Anchor);
        }
    }
}
