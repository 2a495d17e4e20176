namespace Gatehouse.Benchmarks;

/// <summary>What is asked of each build of an update.</summary>
/// <param name="ProductVersion">Which policies match.</param>
/// <param name="Checks">The results that each build needs.</param>
internal sealed record Shape(string ProductVersion, IReadOnlyList<(string Testcase, string? Arch)> Checks)
{
    /// <summary>Five cells a build, by <see cref="Target"/>'s policy.</summary>
    public static Shape Usual { get; } = new(Target.ProductVersion,
        [("dist.depcheck", "x86_64"), ("dist.depcheck", "i386"), ("dist.depcheck", "armhfp"), ("dist.upgradepath", "noarch"), ("dist.rpmlint", "noarch")]);

    /// <summary>Ten cells a build, by <see cref="WidePolicy"/>.</summary>
    public static Shape Wide { get; } = new("wide-44", [.. Enumerable.Range(0, 10).Select(n => ($"wide.check{n}", (string?)"x86_64"))]);

    /// <summary>What asks for <see cref="Wide"/>.</summary>
    public static string WidePolicy { get; } = $$"""
        id: wide
        match:
          product_versions: ["wide-*"]
          decision_contexts: [{{Target.DecisionContext}}]
        checks:
        {{string.Join('\n', Wide.Checks.Select(c => $"  - {{ testcase: {c.Testcase}, arches: [{c.Arch}] }}"))}}
        """;
}
