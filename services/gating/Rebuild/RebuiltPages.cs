using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Pages of a rebuild, which nobody reads until all are folded. Several are decided over the same states before what they changed is saved, since what
/// one page changes the next is likely to change again; and that is still being saved while the next pages are loaded and decided.
/// </summary>
internal sealed class RebuiltPages : GatePages
{
    /// <summary>How many pages are saved together; all that they touch is in memory until then. Four make a rebuild nearly as fast, so more would gain little.</summary>
    public const int Together = 8;

    private Workspace? states;
    private Changes latest = new();
    private int unsaved;

    /// <summary>What is under way; the next to write begins when it has ended.</summary>
    public Task Saving { get; private set; } = Task.CompletedTask;

    /// <summary>For what is written.</summary>
    public NpgsqlConnection Aside { get; set; } = null!;

    /// <summary>Begins to save all that was changed so far.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        if (states is { Changes: var changes })
        {
            await WriteAsync(aside => GateSaver.SaveAsync(aside, changes, cancellation));
            (states, latest, unsaved) = (null, changes, 0);
        }
    }

    /// <summary>Writes more, when what is under way has ended.</summary>
    public async Task WriteAsync(Func<NpgsqlConnection, Task> write)
    {
        await Saving;
        var aside = Aside;
        Saving = Task.Run(() => write(aside));
    }

    protected override Workspace Begin(PolicySet? policies, int edition)
    {
        if (states is null)
        {
            states = Workspace.Of(policies, edition);
            // Whether it is in the tables already is a matter of chance.
            states.Load(latest);
        }

        return states;
    }

    protected override Task SaveAsync(NpgsqlConnection connection, Changes changes, CancellationToken cancellation) =>
        ++unsaved < Together ? Task.CompletedTask : SaveAsync(cancellation);
}
