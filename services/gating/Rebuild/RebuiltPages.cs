using Gatehouse.Contracts;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Pages of a rebuild, which nobody reads until all are folded: what a page changed is still being saved while the next is loaded and folded.</summary>
internal sealed class RebuiltPages(Outcomes outcomes) : GatePages(outcomes)
{
    private Changes latest = new();

    /// <summary>What is under way; the next to write begins when it has ended.</summary>
    public Task Saving { get; private set; } = Task.CompletedTask;

    /// <summary>For what is written.</summary>
    public NpgsqlConnection Aside { get; set; } = null!;

    /// <summary>Writes more, when what is under way has ended.</summary>
    public async Task WriteAsync(Func<NpgsqlConnection, Task> write)
    {
        await Saving;
        var aside = Aside;
        Saving = Task.Run(() => write(aside));
    }

    // Whether it is in the tables already is a matter of chance.
    protected override void Prepare(Workspace states) => states.Load(latest);

    protected override async Task SaveAsync(NpgsqlConnection connection, Changes changes, CancellationToken cancellation)
    {
        await WriteAsync(aside => GateSaver.SaveAsync(aside, changes, cancellation));
        latest = changes;
    }
}
