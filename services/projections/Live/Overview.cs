namespace Gatehouse.Projections;

/// <summary>How everything stands, in a few figures.</summary>
/// <param name="Waiting">Gates that wait.</param>
/// <param name="Overdue">Gates that wait past their deadline: whoever decides is behind.</param>
/// <param name="Day">Today, in UTC.</param>
/// <param name="ResultsPerMinute">Results recorded within the last minute, in steps of ten seconds.</param>
/// <param name="Rejected">Refused messages that nobody has dealt with yet.</param>
public sealed record Overview(long Waiting, long Overdue, DateOnly Day, VerdictsToday VerdictsToday, long ResultsPerMinute, FoldLags FoldLag, long Rejected);

/// <summary>Verdicts that were said today: first ones, and those that changed.</summary>
public sealed record VerdictsToday(long Passed, long Info, long Failed);

/// <summary>How far views and gates are behind the log.</summary>
public sealed record FoldLags(FoldLag Views, FoldLag Gates);

/// <summary>How far a fold is behind the log.</summary>
/// <param name="Events">How many events it has yet to see.</param>
/// <param name="Seconds">How old the oldest of them is.</param>
public sealed record FoldLag(long Events, double Seconds);
