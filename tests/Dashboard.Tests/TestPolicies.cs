namespace Gatehouse.Dashboard.Tests;

/// <summary>What the updates of these tests are asked.</summary>
internal static class TestPolicies
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["fedora-stable.yaml"] = """
            id: fedora-stable
            match:
              product_versions: ["fedora-*"]
              decision_contexts: [push_stable]
            timeout: 8h
            checks:
              - { testcase: dist.depcheck, arches: [x86_64, i386, armhfp] }
              - { testcase: dist.abicheck, arches: [x86_64, aarch64] }
              - { testcase: dist.upgradepath, arches: [noarch] }
              - { testcase: dist.rpmlint, essential: false }
            """,
        ["fedora-testing.yaml"] = """
            id: fedora-testing
            match:
              product_versions: ["fedora-*"]
              decision_contexts: [push_testing]
            timeout: 2h
            wait_for: essential
            checks:
              - { testcase: dist.depcheck, arches: [x86_64] }
              - { testcase: update.base_services_start, subject: update, scenarios: [fedora.updates-server.x86_64.64bit], essential: false }
            """,
        ["hasty.yaml"] = """
            id: hasty
            match:
              product_versions: [hasty]
            timeout: 6s
            checks:
              - { testcase: dist.depcheck, arches: [x86_64] }
            """,
        ["one-check.yaml"] = """
            id: one-check
            match:
              product_versions: [one-check]
            checks:
              - { testcase: dist.depcheck, arches: [x86_64] }
            """,
    };
}
