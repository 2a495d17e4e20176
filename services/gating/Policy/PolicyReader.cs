using Gatehouse.Contracts;
using Gatehouse.Hosting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gatehouse.Gating;

/// <summary>Reads policies from YAML, strictly: a typo that silently let updates through would be worse than a service that does not start.</summary>
public static class PolicyReader
{
    /// <summary>Reads a whole set. Either there are errors, all of them, or there is a set.</summary>
    /// <param name="files">In any order; the set has them in the order of their names.</param>
    /// <param name="settings">What the deployment says beside them.</param>
    public static (PolicySet? Set, IReadOnlyList<PolicyError> Errors) Read(IEnumerable<PolicyFile> files, PolicySettings settings)
    {
        var ordered = files.OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        var errors = new List<PolicyError>();
        var policies = new List<Policy>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in ordered)
        {
            foreach (var (policy, line) in ReadFile(file, settings, errors))
            {
                if (!places.TryAdd(policy.Id, $"{file.Name}:{line}"))
                {
                    errors.Add(new PolicyError(file.Name, line, $"duplicate id '{policy.Id}': it stands at {places[policy.Id]} already"));
                }

                policies.Add(policy);
            }
        }

        return errors.Count > 0 ? (null, errors) : (PolicySet.Of(ordered, policies, settings, Vocabulary.Default), errors);
    }

    private static List<(Policy Policy, int Line)> ReadFile(PolicyFile file, PolicySettings settings, List<PolicyError> errors)
    {
        var stream = new YamlStream();
        try
        {
            YamlShape.Check(file.Text);
            stream.Load(new StringReader(file.Text));
        }
        catch (YamlException problem)
        {
            errors.Add(new PolicyError(file.Name, (int)problem.Start.Line, $"no valid YAML: {problem.Message}"));
            return [];
        }

        var policies = new List<(Policy, int)>();
        foreach (var document in stream.Documents.Where(d => d.RootNode is not YamlScalarNode { Value: null or "" }))
        {
            var before = errors.Count;
            var policy = ReadPolicy(new PolicyNode(file.Name, document.RootNode, errors), settings);
            if (errors.Count == before && policy is not null)
            {
                policies.Add((policy, (int)document.RootNode.Start.Line));
            }
        }

        return policies;
    }

    private static Policy? ReadPolicy(PolicyNode node, PolicySettings settings)
    {
        if (!node.HasOnly("a policy", "id", "match", "timeout", "wait_for", "checks"))
        {
            return null;
        }

        var id = node.Required("id")?.Text(t => t.Length is > 0 and <= Limits.Alias && !t.Any(char.IsControl), $"expected text of 1 to {Limits.Alias} characters");
        var match = ReadMatch(node.Optional("match"));
        var timeout = settings.DefaultTimeout;
        node.Optional("timeout")?.Text(t => Duration.TryParse(t, out timeout), $"expected {Duration.Expected}");
        var waitFor = node.Optional("wait_for")?.Text(t => t is "all" or "essential", "expected all or essential");
        var checks = node.Required("checks")?.Items("expected a list of at least one check").Select(ReadCheck).ToList();
        if (id is null || checks is null || checks.Contains(null))
        {
            return null;
        }

        var policy = new Policy(id, "", match, timeout, waitFor != "essential", checks!);
        return policy with { Hash = PolicyHash.Of(policy) };
    }

    private static Match ReadMatch(PolicyNode? node)
    {
        if (node is null || !node.HasOnly("match", "product_versions", "decision_contexts", "packages", "exclude_packages"))
        {
            return new Match(null, null, null, null);
        }

        IReadOnlyList<string>? Patterns(string key) =>
            node.Optional(key)?.Texts(t => t.Length is > 0 and <= Limits.Alias, "expected a list of at least one pattern, such as fedora-*");
        return new Match(Patterns("product_versions"), Patterns("decision_contexts"), Patterns("packages"), Patterns("exclude_packages"));
    }

    private static Check? ReadCheck(PolicyNode node)
    {
        if (!node.HasOnly("a check", "testcase", "subject", "arches", "scenarios", "essential"))
        {
            return null;
        }

        var testcase = node.Required("testcase")?.Text(t => t.Length is > 0 and <= Limits.Testcase, $"expected text of 1 to {Limits.Testcase} characters");
        var subject = node.Optional("subject")?.Text(t => t is "build" or "update", "expected build or update");
        var arches = node.Optional("arches")?.Texts(Word.IsValid, $"expected a list of at least one arch (leave it out to accept any); each: {Word.Expected}");
        var scenarios = node.Optional("scenarios")?.Texts(t => t.Length is > 0 and <= Limits.Scenario, "expected a list of at least one scenario (leave it out to accept any)");
        var essential = node.Optional("essential")?.Text(t => t is "true" or "false", "expected true or false");
        return testcase is null ? null : new Check(testcase, subject == "update" ? Subject.Update : Subject.Build, arches, scenarios, essential != "false");
    }
}
