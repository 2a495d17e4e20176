namespace Gatehouse.Gating.Tests;

/// <summary>What happened, deed by deed. Any part of a history is a history.</summary>
public sealed record History(IReadOnlyList<Deed> Deeds)
{
    /// <summary>Smaller ones: without a stretch, longest first.</summary>
    public IEnumerable<History> Shrink()
    {
        for (var length = Deeds.Count / 2; length > 0; length /= 2)
        {
            for (var from = 0; from + length <= Deeds.Count; from += length)
            {
                yield return new History([.. Deeds.Take(from), .. Deeds.Skip(from + length)]);
            }
        }

        foreach (var (i, simpler) in Deeds.SelectMany((deed, i) => Simplify(deed).Select(simpler => (i, simpler))))
        {
            yield return new History([.. Deeds.Take(i), simpler, .. Deeds.Skip(i + 1)]);
        }
    }

    /// <summary>Printed so that it can be pasted as a test.</summary>
    public override string ToString() => "\n" + string.Join("\n", Deeds);

    private static IEnumerable<Deed> Simplify(Deed deed)
    {
        if (deed.Minutes != 0)
        {
            yield return deed with { Minutes = 0 };
        }

        if (deed is Report report)
        {
            foreach (var simpler in Simplify(report).Where(simpler => simpler != report))
            {
                yield return simpler;
            }
        }

        if (deed is Define define && define.Contexts.Contains(' ', StringComparison.Ordinal))
        {
            yield return define with { Contexts = define.Contexts.Split(' ')[1] };
        }

        if (deed is Define several && several.Builds.Contains(' ', StringComparison.Ordinal))
        {
            yield return several with { Builds = several.Builds.Split(' ', 2)[1] };
        }

        if (deed is Reload { Policies: { Policies.Count: > 1 } set } reload)
        {
            foreach (var policy in set.Policies)
            {
                var fewer = set.Policies.Where(p => p != policy);
                yield return reload with { Policies = set with { Policies = [.. fewer] } };
            }
        }
    }

    private static IEnumerable<Report> Simplify(Report report) =>
    [
        report with { Variant = null }, report with { RefUrl = null }, report with { Groups = null },
        report with { DefinitionTime = null },
        report with { FurtherItems = null }, report with { FurtherArches = null }, report with { Id = null },
        report with { Submitted = null },
    ];
}
