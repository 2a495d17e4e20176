using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.Projections.Tests;

/// <summary>A gate's parts as a table.</summary>
internal sealed class MatrixTests
{
    private static readonly Gen<RequirementView> Asked =
        from testcase in Gen.Elements("dist.depcheck", "dist.rpmlint", "update.start")
        from arch in Gen.Elements(null, "x86_64", "i386")
        from scenario in Gen.Elements<string?>(null, "server")
        from essential in Gen.Elements(true, false)
        from answer in Gen.Elements(Enum.GetValues<Answer>())
        select new RequirementView { Testcase = testcase, Arch = arch, Scenario = scenario, Essential = essential, Answer = answer };

    // A part asks the same of one place once.
    private static readonly Gen<GatePart[]> Parts = Asked.ListOf().ListOf().Select(parts => parts
        .Select((asked, i) => new GatePart(Subject.OfBuild($"b{i}-1-1"), i, [.. asked.DistinctBy(r => (r.Testcase, r.Scenario, r.Arch))])).ToArray());

    [Test]
    public void Each_requirement_stands_once_below_what_it_asks_and_nothing_else_does() => Prop.ForAll(Parts.ToArbitrary(), parts =>
    {
        var matrix = Matrix.Of(parts);

        Assert.That(matrix.Rows.Select(r => r.Part), Is.EqualTo(parts));
        Assert.That(matrix.Columns, Is.Unique);
        foreach (var row in matrix.Rows)
        {
            Assert.That(row.Cells, Has.Count.EqualTo(matrix.Columns.Count));
            Assert.That(row.Cells.OfType<RequirementView>(), Is.EquivalentTo(row.Part.Requirements));
            Assert.That(row.Cells.Zip(matrix.Columns).Where(c => c.First is not null), Has.All.Matches<(RequirementView? Cell, MatrixColumn Column)>(
                c => c.Column == new MatrixColumn(c.Cell!.Testcase, c.Cell.Scenario, c.Cell.Arch)));
        }
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Columns_of_one_testcase_stand_side_by_side() => Prop.ForAll(Parts.ToArbitrary(), parts =>
    {
        var matrix = Matrix.Of(parts);

        Assert.That(matrix.Testcases.Select(t => t.Testcase), Is.Unique);
        Assert.That(matrix.Testcases.SelectMany(t => Enumerable.Repeat(t.Testcase, t.Columns)), Is.EqualTo(matrix.Columns.Select(c => c.Testcase)));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_column_only_informs_if_nothing_in_it_blocks() => Prop.ForAll(Parts.ToArbitrary(), parts =>
    {
        var matrix = Matrix.Of(parts);

        for (var i = 0; i < matrix.Columns.Count; i++)
        {
            var (testcase, scenario, arch) = matrix.Columns[i];
            var blocks = parts.SelectMany(p => p.Requirements).Any(r => r.Essential && (r.Testcase, r.Scenario, r.Arch) == (testcase, scenario, arch));
            Assert.That(matrix.OnlyInforms(i), Is.EqualTo(!blocks));
        }
    }).QuickCheckThrowOnFailure();
}
