using System.Collections.Concurrent;
using System.Text.Json;

namespace Gatehouse.Testing;

/// <summary>Gives out virtual hosts. <c>rabbitmqctl</c> takes seconds a call, so it is called once for many.</summary>
internal sealed class VirtualHosts(ITestServers servers) : IDisposable
{
    private const int Batch = 12;
    private readonly ConcurrentQueue<string> unused = new();
    private readonly SemaphoreSlim making = new(1);
    private int made;

    /// <summary>The URL of a virtual host that nobody has used.</summary>
    public async Task<string> NextAsync()
    {
        string? name;
        while (!unused.TryDequeue(out name))
        {
            await making.WaitAsync();
            try
            {
                if (unused.IsEmpty)
                {
                    await MakeAsync();
                }
            }
            finally
            {
                making.Release();
            }
        }

        return new UriBuilder(servers.RabbitMq) { Path = name }.Uri.ToString();
    }

    public void Dispose() => making.Dispose();

    private async Task MakeAsync()
    {
        var user = new Uri(servers.RabbitMq).UserInfo.Split(':')[0];
        var names = Enumerable.Range(made, Batch).Select(n => $"test-{n}").ToList();
        made += Batch;
        await servers.ImportAsync(JsonSerializer.Serialize(new
        {
            vhosts = names.Select(name => new { name }),
            permissions = names.Select(vhost => new { user, vhost, configure = ".*", write = ".*", read = ".*" }),
        }));
        names.ForEach(unused.Enqueue);
    }
}
