using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>How long a gate of a closed update keeps its parts.</summary>
internal sealed record RetirementAge(TimeSpan Age);

/// <summary>
/// Removes what only a gate's waiting needed, its parts, some time after the gate and its update were closed. No fact can change such a gate, and
/// one that is opened again is planned anew from topics, so the fold never misses them; whoever asks is answered from what the gate said at its
/// closing, or by a replay. Housekeeping, not an event: the same log gives the same decisions with and without it.
/// </summary>
internal sealed class Retirement(RetirementAge after, NpgsqlDataSource database, ILogger<Retirement> log) : ILeaderWork
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>A batch ends with the gate that takes it over so many parts: an update's gate goes whole.</summary>
    private const int Parts = 500;

    private const string Due = "gating.gate g join gating.update_in_force u using (alias) where g.closed_at < now() - $1 and not g.retired and not u.open";

    private static readonly string Retire = $"""
        with due as (
            select gate from (
                select gate, sum(builds) over (order by closed_at, gate) - builds as before from (
                    select g.gate, g.builds, g.closed_at from {Due} order by g.closed_at, g.gate limit {Parts}) oldest) counted
            where before < {Parts}),
        gone as (delete from gating.gate_build where gate in (select gate from due))
        update gating.gate set retired = true where gate in (select gate from due)
        """;

    private static readonly Counter<long> Retired = Meters.Gatehouse.CreateCounter<long>("gatehouse.gates.retired", description: "Closed gates whose parts were removed");

    public string Name => "retirement";

    public async Task RunAsync(CancellationToken leading)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(leading))
        {
            for (var took = Stopwatch.StartNew(); await RetireAsync(leading) > 0; took.Restart())
            {
                // The fold is to have nine tenths of the time for itself.
                await Task.Delay(took.Elapsed * 9, leading);
            }
        }
    }

    /// <summary>Does to gates that were made again what was done to the live ones; both have to stand still.</summary>
    /// <param name="connection">Looks for names in the tables made again.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task RepeatAsync(NpgsqlConnection connection, CancellationToken cancellation) => connection.RunAsync(
        """
        update gate again set retired = true from gating.gate live where again.gate = live.gate and live.retired and again.closed_at = live.closed_at;
        delete from gate_build where gate in (select gate from gate where retired)
        """, cancellation);

    /// <summary>Retires one batch and gives the number of its gates.</summary>
    private async Task<int> RetireAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await connection.ReadAsync<bool>($"select exists (select from {Due})", cancellation, after.Age))
        {
            return 0;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // The fold may be about to open one of them again, and a rebuild to compare: its checkpoint's lock keeps us apart.
        await Checkpoint.HoldAsync(connection, Gates.FoldName, cancellation);
        var gates = await connection.RunAsync(Retire, cancellation, after.Age);
        await transaction.CommitAsync(cancellation);
        Retired.Add(gates);
        log.LogDebug("{Count} closed gates retired", gates);
        return gates;
    }
}
