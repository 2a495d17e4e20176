using System.Globalization;
using System.Text;

namespace Gatehouse.Gating.Tests;

/// <summary>Writes documents in any of the ways that YAML has.</summary>
public sealed class AnySpelling(Random random)
{
    private readonly StringBuilder yaml = new();
    private readonly Dictionary<PolicyTree, string> anchors = new(ReferenceEqualityComparer.Instance);

    private int named;

    private bool Often => random.Next(2) == 0;

    private bool Seldom => random.Next(8) == 0;

    /// <summary>The documents in any order, with empty ones between them.</summary>
    public string Write(IEnumerable<PolicyTree> documents)
    {
        yaml.Clear();
        foreach (var document in documents.OrderBy(_ => random.Next()))
        {
            anchors.Clear();
            yaml.Append("---").Append(Seldom ? " # begins\n" : "\n");
            if (Seldom)
            {
                yaml.Append("# nothing here\n---\n");
            }

            Lines();
            Node(Repeating(document), indent: 0, block: Often);
            EndLine();
            yaml.Append(Seldom ? "...\n" : "");
        }

        var text = yaml.ToString();
        return Seldom ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;
    }

    // Equal lists become one, so that an alias can stand for the second.
    private PolicyTree Repeating(PolicyTree tree)
    {
        var lists = new Dictionary<string, PolicyTree.List>(StringComparer.Ordinal);
        return Again(tree);

        PolicyTree Again(PolicyTree node) => node switch
        {
            PolicyTree.List list when list.Items.All(i => i is PolicyTree.Text) && lists.TryGetValue(list.Plain(), out var first) => first,
            PolicyTree.List list => lists[list.Plain()] = new PolicyTree.List([.. list.Items.Select(Again)]),
            PolicyTree.Map map => new PolicyTree.Map([.. map.Entries.OrderBy(_ => random.Next()).Select(e => (e.Key, Again(e.Value)))]),
            _ => node,
        };
    }

    private void Node(PolicyTree node, int indent, bool block)
    {
        if (anchors.TryGetValue(node, out var anchor))
        {
            yaml.Append('*').Append(anchor).Append(' ');
            return;
        }

        // YamlDotNet 18.1 refuses a text with an anchor between braces.
        if ((block || node is not PolicyTree.Text) && (Seldom || (node is PolicyTree.List && Often)))
        {
            anchor = $"a{++named}";
            yaml.Append('&').Append(anchor).Append(' ');
        }

        switch (node)
        {
            case PolicyTree.Text text:
                yaml.Append(Spelled(text.Value));
                break;
            case PolicyTree.List { Items: [] }:
                yaml.Append("[]");
                break;
            case PolicyTree.Map { Entries: [] }:
                yaml.Append("{}");
                break;
            case PolicyTree.List list when block:
                Block(list, indent);
                break;
            case PolicyTree.Map map when block:
                Block(map, indent);
                break;
            case PolicyTree.List list:
                Flow('[', list.Items.Select(i => (Action)(() => Node(i, indent, block: false))), ']', indent);
                break;
            case PolicyTree.Map map:
                Flow('{', map.Entries.Select(e => (Action)(() => FlowEntry(e.Key, e.Value, indent))), '}', indent);
                break;
        }

        // Only what has been written whole can be meant.
        if (anchor is not null)
        {
            anchors[node] = anchor;
        }
    }

    private void Block(PolicyTree.List list, int indent)
    {
        foreach (var item in list.Items)
        {
            Line(indent);
            yaml.Append("- ");
            if (item is PolicyTree.Map { Entries.Length: > 0 } map && Often)
            {
                Block(map, indent + 2, begun: true);
                continue;
            }

            Node(item, indent + random.Next(2, 5), block: Often);
        }
    }

    private void Block(PolicyTree.Map map, int indent, bool begun = false)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (!begun)
            {
                Line(indent);
            }

            begun = false;
            if (Seldom)
            {
                yaml.Append("? ").Append(Spelled(key));
                Line(indent);
            }
            else
            {
                yaml.Append(Spelled(key)).Append(Seldom ? " " : "");
            }

            yaml.Append(": ");
            Node(value, indent + random.Next(1, 5), block: Often);
        }
    }

    private void FlowEntry(string key, PolicyTree value, int indent)
    {
        yaml.Append(Seldom ? "? " : "").Append(Spelled(key)).Append(": ");
        Node(value, indent, block: false);
    }

    private void Flow(char open, IEnumerable<Action> items, char close, int indent)
    {
        yaml.Append(open);
        var between = "";
        foreach (var item in items)
        {
            yaml.Append(between);
            Space(indent);
            item();
            Space(indent);
            between = ",";
        }

        yaml.Append(Seldom ? "," : "");
        Space(indent);
        yaml.Append(close);
    }

    private void Space(int indent)
    {
        yaml.Append(random.Next(4) switch { 0 => "", 1 => " ", 2 => "   ", _ => Seldom ? $" # , ] }} x\n{new string(' ', indent + 1)}" : " " });
    }

    // A document's first line begins where the last one ended.
    private void Line(int indent)
    {
        EndLine();
        Lines();
        yaml.Append(' ', indent);
    }

    private void EndLine()
    {
        if (yaml is { Length: > 0 } && yaml[^1] != '\n')
        {
            yaml.Append(Seldom ? "  # a: comment\n" : "\n");
        }
    }

    private void Lines() => yaml.Append(random.Next(12) switch { 0 => "\n", 1 => "# checks: []\n", 2 => "      # - x\n", _ => "" });

    private string Spelled(string text) => random.Next(3) switch
    {
        0 when IsPlain(text) => text,
        1 => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => $"\"{string.Concat(text.Select(Escaped))}\"",
    };

    private string Escaped(char c) => c is '"' or '\\' ? $"\\{c}"
        : Seldom ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
        : c < 0x80 && Seldom ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}")
        : c.ToString();

    private static bool IsPlain(string text) => text is not ("null" or "~" or "Null" or "NULL")
        && char.IsLetterOrDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '+' or '*' or '?');
}
