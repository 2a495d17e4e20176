namespace Gatehouse.Platform.Tests;

/// <summary>The policies of the platform that the tests share. No test's update matches another's.</summary>
internal static class TestPolicies
{
    /// <summary>The checks of the contract's worked case.</summary>
    private const string WorkedCase = """
        checks:
          - { testcase: dist.depcheck, arches: [x86_64, i386, armhfp], essential: true }
          - { testcase: dist.upgradepath, arches: [noarch] }
          - { testcase: dist.rpmlint, essential: false }
        """;

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["fedora-stable.yaml"] = $"""
            id: fedora-stable
            match:
              product_versions: ["fedora-*"]
              decision_contexts: [push_stable]
              packages: ["*"]
            timeout: 8h
            wait_for: all
            {WorkedCase}
            """,
        ["hasty.yaml"] = $"""
            # The same, out of patience soon.
            id: hasty
            match:
              product_versions: ["hasty-*"]
            timeout: 8s
            {WorkedCase}
            """,
        ["one-check.yaml"] = """
            id: one-check
            match:
              product_versions: [one-check]
            checks:
              - { testcase: dist.depcheck, arches: [x86_64] }
            """,
        ["flood.yaml"] = """
            id: flood
            match:
              product_versions: [flood]
            checks:
              - { testcase: dist.depcheck, arches: [x86_64, i386] }
              - { testcase: dist.upgradepath, arches: [noarch] }
              - { testcase: dist.rpmlint, essential: false }
            """,
    };
}
