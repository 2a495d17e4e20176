using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// The database as the log (Marten), its folds and its publishers use it. Whatever they look for they know the keys of, so each of their statements is a walk through indexes, whose
/// length goes with the page and not with the tables. The planner cannot know that of a store that is young: by the statistics of tables that were empty a minute
/// ago it reads them whole, again for every page, and keeps that plan until they are analyzed; a page of a flood took 50 ms for one such statement, and Marten's
/// search for gaps read the whole log forty times a second.
/// </summary>
public static class LogDatabase
{
    /// <summary>The key of the <see cref="NpgsqlDataSource"/> for them, beside the one for everybody else.</summary>
    public const string Key = "log";

    // No settings of a transaction: they would cost a round trip for each.
    private static readonly string[] Plans = ["enable_seqscan=off", "enable_hashjoin=off", "enable_mergejoin=off", "plan_cache_mode=force_generic_plan"];

    // A fold works with one at a time, a publisher with two; the log listens, looks for gaps, loads a page for each fold, and appends two groups at a time.
    private const int MostConnections = 10;

    /// <summary>For a connection that is open.</summary>
    internal static string Statements { get; } = string.Concat(Plans.Select(setting => $"set {setting}; "));

    /// <summary>Makes such connections of what else is said of them.</summary>
    internal static void Configure(NpgsqlConnectionStringBuilder connections)
    {
        connections.Options += string.Concat(Plans.Select(setting => $" -c {setting}"));
        connections.MaxPoolSize = MostConnections;
    }
}
