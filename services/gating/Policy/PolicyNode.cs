namespace Gatehouse.Gating;

/// <summary>A place in a policy file that knows its line and its key: what is wrong is noted with both, and reading goes on to find the rest.</summary>
/// <param name="name">The key that it stands at, or null.</param>
internal sealed class PolicyNode(YamlValue node, string? name, PolicyErrors errors)
{
    public int Line => node.Line;

    private bool IsNull => node is YamlText { IsNull: true };

    /// <summary>The keys that stand here; none where this is no mapping.</summary>
    public IEnumerable<string> Keys => node is YamlMap map ? map.Entries.Select(e => e.Key.Text) : [];

    /// <summary>Notes every unknown key. False if this is no mapping at all.</summary>
    public bool HasOnly(string what, params string[] keys)
    {
        if (node is not YamlMap map)
        {
            Refuse($"expected {what}: a mapping with {string.Join(", ", keys)}");
            return false;
        }

        foreach (var (key, _) in map.Entries.Where(e => !keys.Contains(e.Key.Text)))
        {
            errors.Add(key.Line, $"unknown key {PolicyErrors.Quoted(key.Text)} in {what}: expected {string.Join(", ", keys)}");
        }

        return true;
    }

    /// <summary>The value of a key; null, and noted, where it is missing or nothing stands there.</summary>
    public PolicyNode? Required(string key)
    {
        if (!Keys.Contains(key))
        {
            errors.Add(node.Line, $"'{key}' is missing");
        }

        return Value(key, $"'{key}' has no value");
    }

    /// <summary>The value of a key; null where it is left out; null, and noted, where it is there and nothing stands at it.</summary>
    public PolicyNode? Optional(string key) => Value(key, $"'{key}' has no value: leave the key out instead");

    /// <summary>A text that passes the test; null, and noted, otherwise.</summary>
    public string? Text(Func<string, bool> test, string expected)
    {
        if (node is YamlText { IsNull: false } text && test(text.Text))
        {
            return text.Text;
        }

        Refuse(expected + (node is YamlText { IsEmpty: false } other ? $", not {PolicyErrors.Quoted(other.Text)}" : ""));
        return null;
    }

    /// <summary>A list's items, which are never null; null, and noted, where it is no list, or empty and may not be.</summary>
    public IReadOnlyList<PolicyNode>? Items(string expected, bool orNone = false)
    {
        if (node is not YamlList list || (list.Items.Count == 0 && !orNone))
        {
            Refuse(expected);
            return null;
        }

        var items = list.Items.Select(item => new PolicyNode(item, name, errors)).ToList();
        foreach (var item in items.Where(item => item.IsNull))
        {
            item.Refuse("a list never holds null, and here an item is empty, ~ or null");
        }

        return items.FindAll(item => !item.IsNull);
    }

    /// <summary>A list of texts that pass the test, each once.</summary>
    public IReadOnlyList<string>? Texts(Func<string, bool> test, string expected) =>
        Items(expected)?.Select(item => item.Text(test, expected)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The entries of a mapping whose keys are names; none, and noted, where it is no mapping or empty.</summary>
    public IReadOnlyList<(PolicyNode Key, PolicyNode Value)> Entries(string expected)
    {
        if (node is YamlMap { Entries.Count: > 0 } map)
        {
            return [.. map.Entries.Select(e => (new PolicyNode(e.Key, name, errors), new PolicyNode(e.Value, e.Key.Text, errors)))];
        }

        Refuse(expected);
        return [];
    }

    public void Refuse(string message) => errors.Add(node.Line, name is null ? message : $"{PolicyErrors.Quoted(name)}: {message}");

    private PolicyNode? Value(string key, string nothing)
    {
        var entry = ((YamlMap)node).Entries.FirstOrDefault(e => e.Key.Text == key);
        if (entry.Key is null)
        {
            return null;
        }

        var value = new PolicyNode(entry.Value, key, errors);
        if (!value.IsNull)
        {
            return value;
        }

        errors.Add(entry.Key.Line, nothing);
        return null;
    }
}
