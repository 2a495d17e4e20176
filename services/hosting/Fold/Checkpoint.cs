using Npgsql;

namespace Gatehouse.Hosting;

/// <summary>
/// How far a fold or publisher has come in the log. Moving it is the fence: it moves only from where the mover believes it to be,
/// in the mover's own transaction, so of two that both believe to lead only one can commit.
/// </summary>
public sealed class Checkpoint(string name)
{
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
    /// <exception cref="LostFenceException">Somebody else has moved it.</exception>
    public async Task MoveAsync(NpgsqlConnection connection, long to, CancellationToken cancellation)
    {
        var moved = await connection.RunAsync(
            "update gatehouse.fold_checkpoint set position = $3, moved_at = now() where name = $1 and position = $2", cancellation, Name, Position, to);
        if (moved == 0)
        {
            throw new LostFenceException(Name, Position);
        }
    }

    /// <summary>The move is committed.</summary>
    public void Moved(long to) => Position = to;
}
