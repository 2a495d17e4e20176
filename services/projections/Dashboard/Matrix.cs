using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>What a column of a matrix asks: a check at one place, or at any.</summary>
public sealed record MatrixColumn(string Testcase, string? Scenario, string? Arch);

/// <summary>A gate's parts as a table: builds down, checks across, those of one testcase side by side. Pure.</summary>
/// <param name="Columns">In the order of testcases as the parts name them first.</param>
public sealed record Matrix(IReadOnlyList<MatrixColumn> Columns, IReadOnlyList<MatrixRow> Rows)
{
    public static Matrix Of(IReadOnlyList<GatePart> parts)
    {
        List<MatrixColumn> columns = [.. parts.SelectMany(p => p.Requirements).Select(ColumnOf).Distinct().GroupBy(c => c.Testcase).SelectMany(g => g)];
        return new Matrix(columns, [.. parts.Select(part =>
        {
            var asked = part.Requirements.ToDictionary(ColumnOf);
            return new MatrixRow(part, [.. columns.Select(c => asked.GetValueOrDefault(c))]);
        })]);
    }

    /// <summary>Testcases with how many columns each has.</summary>
    public IEnumerable<(string Testcase, int Columns)> Testcases => Columns.GroupBy(c => c.Testcase).Select(g => (g.Key, g.Count()));

    /// <summary>Whether a column blocks nothing, whatever comes of it.</summary>
    public bool OnlyInforms(int column) => Rows.All(r => r.Cells[column] is null or { Essential: false });

    private static MatrixColumn ColumnOf(RequirementView requirement) => new(requirement.Testcase, requirement.Scenario, requirement.Arch);
}

/// <summary>A build's row, or the update's own.</summary>
/// <param name="Cells">One for each column; null where nothing is asked.</param>
public sealed record MatrixRow(GatePart Part, IReadOnlyList<RequirementView?> Cells);
