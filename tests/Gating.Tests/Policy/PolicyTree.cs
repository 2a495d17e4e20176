namespace Gatehouse.Gating.Tests;

/// <summary>A document to be spelled: what a policy says, before anybody has chosen how to write it.</summary>
public abstract record PolicyTree
{
    /// <summary>As JSON, which is YAML that cannot be misread.</summary>
    public abstract string Plain();

    public sealed record Text(string Value) : PolicyTree
    {
        public override string Plain() => $"\"{Value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    public sealed record List(PolicyTree[] Items) : PolicyTree
    {
        public override string Plain() => $"[{string.Join(", ", Items.Select(i => i.Plain()))}]";
    }

    public sealed record Map((string Key, PolicyTree Value)[] Entries) : PolicyTree
    {
        public override string Plain() => $"{{{string.Join(", ", Entries.Select(e => $"\"{e.Key}\": {e.Value.Plain()}"))}}}";
    }
}
