namespace Gatehouse.Hosting;

/// <summary>Something that one replica does at a time: whoever leads.</summary>
public interface ILeaderWork
{
    /// <summary>How logs and health call it.</summary>
    string Name { get; }

    /// <summary>
    /// Works until it is cancelled. If it ends or fails before that it is started again after a pause;
    /// if it fails with <see cref="LostFenceException"/> this replica stops leading.
    /// </summary>
    Task RunAsync(CancellationToken leading);
}
