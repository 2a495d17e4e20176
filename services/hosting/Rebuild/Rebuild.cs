using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// Makes a fold's tables again from the log, beside the live ones and while the services run, and compares the two at one place of the log. The
/// live fold waits only while the last few events are folded and the comparison's snapshot is taken, or the tables change places.
/// </summary>
internal sealed class Rebuild(RebuiltFold fold, NpgsqlDataSource database, TextWriter output)
{
    /// <summary>The live fold is made to wait when it is ahead by no more than so many events.</summary>
    private const int Near = 1_000;

    private readonly SideSchema side = new(fold.Tables, fold.LateIndexes);
    private readonly LogPages log = new(database, fold.Types);
    private long position;
    private long folded;

    /// <summary>Runs it; the side schema is gone at the end, however it ends.</summary>
    /// <param name="replace">Put the rebuilt tables in the place of the live ones.</param>
    /// <returns>Whether everything was equal.</returns>
    public async Task<bool> RunAsync(bool replace, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await LogVersion.CheckAsync(connection, cancellation);
        await using var aside = await OpenAsync(cancellation);
        if (!await connection.ReadAsync<bool>("select pg_try_advisory_lock(hashtext($1))", cancellation, $"rebuild {fold.Name}"))
        {
            throw new RebuildException($"another rebuild of {fold.Name} is under way");
        }

        try
        {
            await side.MakeAsync(connection, cancellation);
            await side.LookAsync(aside, cancellation);
            await LoadAsync(connection, aside, stay: replace, cancellation);
            return await CompareAsync(connection, aside, replace, cancellation);
        }
        finally
        {
            // What is under way writes into what is dropped, on a connection that is closed next. Whatever became of it, the reason has been thrown.
            await fold.SettleAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await side.DropAsync(connection, CancellationToken.None);
        }
    }

    /// <summary>Folds everything up to where the live fold is, or nearly.</summary>
    private async Task LoadAsync(NpgsqlConnection connection, NpgsqlConnection aside, bool stay, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await FoldAsync(await LivePositionAsync(connection, "", cancellation), connection, aside, cancellation);
        await side.FinishAsync(connection, stay, cancellation);
        await SayAsync($"{folded:N0} events to position {position} in {watch.Elapsed.TotalSeconds:0.0} s, {folded / watch.Elapsed.TotalSeconds:N0} events/s");
        while (await LivePositionAsync(connection, "", cancellation) is var live && live > position + Near)
        {
            await FoldAsync(live, connection, aside, cancellation);
        }
    }

    private async Task<bool> CompareAsync(NpgsqlConnection connection, NpgsqlConnection aside, bool replace, CancellationToken cancellation)
    {
        await using var snapshot = await database.OpenConnectionAsync(cancellation);
        var replaced = await StandAsync(connection, aside, snapshot, replace, cancellation);
        if (fold.Again is { } again)
        {
            await SayAsync($"{again.Same:N0} events were decided again as they are in the log, {again.Different:N0} differ");
            await SayAllAsync(again.Differences);
        }

        // A snapshot is of rows, not of names: it knows the schemas by those they have now.
        var (live, rebuilt) = replaced ? (side.Replaced, fold.Tables.Name) : (fold.Tables.Name, side.Name);
        var tables = await new TableComparison(live, rebuilt).CompareAsync(snapshot, cancellation);
        foreach (var table in tables)
        {
            await SayAsync($"{fold.Tables.Name}.{table.Name}: {table.Same:N0} rows are the same, {table.Different:N0} differ");
            await SayAllAsync(table.Differences);
        }

        // The snapshot's transaction holds locks on what is dropped next.
        await snapshot.RunAsync("rollback", cancellation);
        return tables.All(t => t.Different == 0) && fold.Again is null or { Different: 0 };
    }

    /// <summary>Holds the live fold where it is, comes to the same place, and opens a snapshot that shows both there. Then the tables may change places.</summary>
    private async Task<bool> StandAsync(NpgsqlConnection connection, NpgsqlConnection aside, NpgsqlConnection snapshot, bool replace, CancellationToken cancellation)
    {
        await using var holder = await database.OpenConnectionAsync(cancellation);
        await using var hold = await holder.BeginTransactionAsync(cancellation);
        var live = await LivePositionAsync(holder, "for update", cancellation);
        // Whatever was read until now was not too new for us, and nobody moves the live fold meanwhile.
        await LogVersion.CheckAsync(holder, cancellation);
        var held = Stopwatch.StartNew();
        await FoldAsync(live, connection, aside, cancellation);
        await fold.StandAsync(position, connection, cancellation);
        await snapshot.RunAsync("begin isolation level repeatable read, read only; select 1", cancellation);
        // Tables that do not go with what the log says was decided are no good to anybody.
        var replaced = replace && fold.Again is null or { Different: 0 };
        if (replaced)
        {
            await side.SwapAsync(holder, cancellation);
        }

        await hold.CommitAsync(cancellation);
        await SayAsync($"compared at position {position}; the live fold was held for {held.ElapsedMilliseconds} ms{(replaced ? ", and its tables were replaced" : replace ? "; its tables were NOT replaced" : "")}");
        return replaced;
    }

    private async Task FoldAsync(long upTo, NpgsqlConnection connection, NpgsqlConnection aside, CancellationToken cancellation)
    {
        await foreach (var page in log.ReadAsync(position, upTo, cancellation))
        {
            await fold.FoldAsync(page, connection, aside, cancellation);
            folded += page.Count;
        }

        await fold.SettleAsync(cancellation);
        position = upTo;
    }

    private async Task<long> LivePositionAsync(NpgsqlConnection connection, string andLock, CancellationToken cancellation) =>
        await connection.ReadAsync<long?>($"select position from gatehouse.fold_checkpoint where name = $1 {andLock}", cancellation, fold.Name)
        ?? throw new RebuildException($"no fold {fold.Name} has ever run in this database");

    // Nobody but us sees what this connection writes: it need not be on disk, and we may think for as long as we like. Its tables begin empty.
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        await connection.RunAsync(LogDatabase.Statements + "set synchronous_commit to off; set idle_in_transaction_session_timeout to 0; set maintenance_work_mem to '256MB'", cancellation);
        return connection;
    }

    private async Task SayAllAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await SayAsync($"    {line}");
        }
    }

    private Task SayAsync(FormattableString line) => output.WriteLineAsync($"{fold.Name}: {line.ToString(CultureInfo.InvariantCulture)}");
}
