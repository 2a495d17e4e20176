using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// How far a fold or publisher has come in the log. Moving it is the fence: it moves only from where the mover believes it to be,
/// in the mover's own transaction, so of two that both believe to lead only one can commit.
/// </summary>
public sealed class Checkpoint(string name)
{
    // The page was read before: whatever of it is too new for us has raised the version in front of it.
    private const string Move = """
        update gatehouse.fold_checkpoint set position = $3, moved_at = now()
        where name = $1 and position = $2 and not exists (select from gatehouse.log_version where least > $4)
        """;

    public string Name { get; } = name;

    /// <summary>The last position that was worked off, as this process knows it.</summary>
    public long Position { get; private set; }

    /// <summary>Reads where it is; a new one starts before the first event.</summary>
    public async Task LoadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.RunAsync("insert into gatehouse.fold_checkpoint (name, position) values ($1, 0) on conflict do nothing", cancellation, Name);
        Position = await connection.ReadAsync<long>("select position from gatehouse.fold_checkpoint where name = $1", cancellation, Name);
    }

    /// <summary>Moves it, and locks it until the transaction ends. <see cref="Moved"/> has to be said after the commit.</summary>
    /// <exception cref="LostFenceException">Somebody else has moved it, or the log is too new for us.</exception>
    public async Task MoveAsync(NpgsqlConnection connection, long to, CancellationToken cancellation)
    {
        var moved = await connection.RunAsync(Move, cancellation, Name, Position, to, LogVersion.Own);
        if (moved == 0)
        {
            await LogVersion.CheckAsync(connection, cancellation);
            throw new LostFenceException(Name, Position);
        }
    }

    /// <summary>
    /// Has a fold stand still until the transaction ends, and gives where: for whoever appends beside it, or changes
    /// its tables.
    /// </summary>
    /// <exception cref="OutdatedException">The log is too new for us.</exception>
    public static async Task<long> HoldAsync(
        NpgsqlConnection connection, string fold, CancellationToken cancellation)
    {
        var position = await connection.ReadAsync<long>(
            "select position from gatehouse.fold_checkpoint where name = $1 for update", cancellation, fold);
        await LogVersion.RaiseAsync(connection, cancellation);
        return position;
    }

    /// <summary>The move is committed.</summary>
    public void Moved(long to) => Position = to;
}
