using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>Where in the log a gate said a verdict that is news: its first of a revision, or another than before. Feeds are made of these.</summary>
public sealed record VerdictRow(long Sequence, string Alias, string DecisionContext)
{
    /// <summary>Null where the verdict stays what it was: a change of reasons alone is no news.</summary>
    public static VerdictRow? Of(long sequence, GateSaid said) => said switch
    {
        GateCompleted => new(sequence, said.Statement.Alias, said.Statement.DecisionContext),
        GateChanged when said.Statement.Verdict != said.Statement.PreviousVerdict => new(sequence, said.Statement.Alias, said.Statement.DecisionContext),
        _ => null,
    };
}
