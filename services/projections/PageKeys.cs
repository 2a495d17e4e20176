using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>The keys of what a page of the log touches, each hashed once.</summary>
public sealed class PageKeys
{
    private readonly Memo<Cell, Guid> cells;
    private readonly Memo<Subject, Guid> subjects = new(subject => subject.Key());
    private readonly Memo<string, long> texts = new(Hash64.Of);
    private readonly Memo<(string Testcase, string? Scenario, string? Arch), Guid> checks = new(check => TextHash.Of(check.Testcase, check.Scenario, check.Arch));

    public PageKeys() => cells = new(cell => cell.Key(Of(cell.Subject)));

    /// <summary>That of <see cref="Cell.Key()"/>.</summary>
    public Guid Of(Cell cell) => cells.Of(cell);

    /// <summary>That of <see cref="Subject.Key"/>.</summary>
    public Guid Of(Subject subject) => subjects.Of(subject);

    /// <summary>That of <see cref="Hash64"/>.</summary>
    public long Of(string text) => texts.Of(text);

    /// <summary>That of <see cref="CheckHistory.Key(string, string, string, string)"/>: the check of a package that a result in this cell is a run of.</summary>
    public Guid Of(string package, Cell cell) => CheckHistory.Key(texts.Of(package), checks.Of((cell.Testcase, cell.Scenario, cell.Arch)));

    /// <summary>The key of all cells of a testcase for a subject.</summary>
    public static Guid Topic(Subject subject, string testcase) => TextHash.Of(subject.Type, subject.Id, testcase);
}
