using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Gating;

/// <summary>
/// Refuses text that would end the process when it is loaded, which is done by recursion: nested without end, by brackets or by an alias of
/// what it stands in, or with keys that are more than text.
/// </summary>
internal sealed class YamlShape
{
    private const int Deepest = 32;

    private readonly Stack<Level> open = new();
    private readonly HashSet<AnchorName> complete = [];

    /// <exception cref="YamlException">It is no valid YAML, or of such a shape.</exception>
    public static void Check(string text)
    {
        var shape = new YamlShape();
        for (var parser = new Parser(new StringReader(text)); parser.MoveNext();)
        {
            shape.Take(parser.Current!);
        }
    }

    private void Take(ParsingEvent next)
    {
        switch (next)
        {
            case DocumentStart:
                complete.Clear();
                break;
            case MappingEnd or SequenceEnd:
                complete.Add(open.Pop().Anchor);
                break;
            case AnchorAlias alias:
                TakeInto(next);
                Refuse(next, !complete.Contains(alias.Value), $"'*{alias.Value}' is an alias of nothing that stands before it");
                break;
            case Scalar scalar:
                TakeInto(next);
                complete.Add(scalar.Anchor);
                break;
            case NodeEvent node:
                TakeInto(next);
                Refuse(next, open.Count == Deepest, $"nested deeper than {Deepest}");
                complete.Remove(node.Anchor);
                open.Push(new Level { Anchor = node.Anchor, IsMapping = node is MappingStart });
                break;
        }
    }

    private void TakeInto(ParsingEvent node)
    {
        if (open.TryPeek(out var around) && around.IsMapping)
        {
            Refuse(node, around.AtKey && node is not Scalar, "a key has to be text");
            around.AtKey = !around.AtKey;
        }
    }

    private static void Refuse(ParsingEvent at, bool refused, string reason)
    {
        if (refused)
        {
            throw new YamlException(at.Start, at.End, reason);
        }
    }

    private sealed class Level
    {
        public required AnchorName Anchor { get; init; }

        public required bool IsMapping { get; init; }

        /// <summary>What comes next is a key, not its value.</summary>
        public bool AtKey { get; set; } = true;
    }
}
