namespace Gatehouse.Local;

public static class Demo
{
    public static Task PlayAsync(Endpoints endpoints, TextWriter output, CancellationToken cancel) => Task.CompletedTask;
}
