using YamlDotNet.RepresentationModel;

namespace Gatehouse.Gating;

/// <summary>A place in a policy file that knows its line: what is wrong is noted with it, and reading goes on to find the rest.</summary>
internal sealed class PolicyNode(string file, YamlNode node, List<PolicyError> errors)
{
    /// <summary>Notes every unknown or repeated key. False if this is no mapping at all.</summary>
    public bool HasOnly(string what, params string[] keys)
    {
        if (node is not YamlMappingNode mapping)
        {
            Refuse($"expected {what}: a mapping with {string.Join(", ", keys)}");
            return false;
        }

        foreach (var key in mapping.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !keys.Contains(name))
            {
                errors.Add(new PolicyError(file, (int)key.Start.Line, $"unknown key '{key}' in {what}: expected {string.Join(", ", keys)}"));
            }
        }

        return true;
    }

    /// <summary>The value of a key; null, and noted, where it is missing.</summary>
    public PolicyNode? Required(string key)
    {
        var value = Optional(key);
        if (value is null)
        {
            Refuse($"'{key}' is missing");
        }

        return value;
    }

    /// <summary>The value of a key, or null.</summary>
    public PolicyNode? Optional(string key) =>
        ((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(key), out var value) ? new PolicyNode(file, value, errors) : null;

    /// <summary>A text that passes the test; null, and noted, otherwise.</summary>
    public string? Text(Func<string, bool> test, string expected)
    {
        if (node is YamlScalarNode { Value: { } text } && test(text))
        {
            return text;
        }

        Refuse(expected + (node is YamlScalarNode scalar ? $", not '{scalar.Value}'" : ""));
        return null;
    }

    /// <summary>A list's items; none, and noted, where it is no list or empty.</summary>
    public IReadOnlyList<PolicyNode> Items(string expected)
    {
        if (node is YamlSequenceNode { Children.Count: > 0 } list)
        {
            return [.. list.Children.Select(child => new PolicyNode(file, child, errors))];
        }

        Refuse(expected);
        return [];
    }

    /// <summary>A list of texts that pass the test.</summary>
    public IReadOnlyList<string> Texts(Func<string, bool> test, string expected) =>
        [.. Items(expected).Select(item => item.Text(test, expected)).OfType<string>().Distinct(StringComparer.Ordinal)];

    private void Refuse(string message) => errors.Add(new PolicyError(file, (int)node.Start.Line, message));
}
