namespace Gatehouse.Gating;

/// <summary>A node of a YAML document that knows its line. An alias is the node that it stands for.</summary>
internal abstract class YamlValue(int line)
{
    public int Line { get; } = line;

    /// <summary>How large it is with all aliases in it written out.</summary>
    public abstract long Size { get; }
}

/// <summary>A text. Numbers, truth values and times are texts, too: what they mean is for the key to say that they stand at.</summary>
/// <param name="plain">Whether it stands there without quotes.</param>
internal sealed class YamlText(int line, string text, bool plain) : YamlValue(line)
{
    public string Text { get; } = text;

    /// <summary>Whether nothing stands there, or what YAML takes for nothing.</summary>
    public bool IsNull { get; } = plain && (text is "" or "~" or "null" or "Null" or "NULL");

    /// <summary>Whether really nothing stands there.</summary>
    public bool IsEmpty { get; } = plain && text.Length == 0;

    public override long Size => 1 + Text.Length;
}

internal sealed class YamlList(int line, IReadOnlyList<YamlValue> items) : YamlValue(line)
{
    public IReadOnlyList<YamlValue> Items { get; } = items;

    public override long Size { get; } = 1 + items.Sum(i => i.Size);
}

/// <summary>Its keys are texts, and none stands twice.</summary>
internal sealed class YamlMap(int line, IReadOnlyList<KeyValuePair<YamlText, YamlValue>> entries) : YamlValue(line)
{
    public IReadOnlyList<KeyValuePair<YamlText, YamlValue>> Entries { get; } = entries;

    public override long Size { get; } = 1 + entries.Sum(e => e.Key.Size + e.Value.Size);
}
