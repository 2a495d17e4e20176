using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Gatehouse.Testing;

/// <summary>A message as it came off the bus.</summary>
public sealed record Heard(string RoutingKey, IReadOnlyBasicProperties Properties, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>Hears what is said on the exchange <c>gatehouse</c>, from its start on, through a plain client as foreigners use it.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly IChannel channel;
    private ImmutableList<Heard> heard = [];

    private Listener(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    /// <summary>Everything heard until now, in its order.</summary>
    public IReadOnlyList<Heard> All => heard;

    /// <param name="rabbitMq">The broker's URL.</param>
    /// <param name="bindings">Topics; all if none is given.</param>
    public static async Task<Listener> StartAsync(string rabbitMq, params string[] bindings)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(rabbitMq), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("gatehouse", ExchangeType.Topic, durable: true);
        var queue = await channel.QueueDeclareAsync();
        foreach (var binding in bindings is [] ? ["#"] : bindings)
        {
            await channel.QueueBindAsync(queue.QueueName, "gatehouse", binding);
        }

        var listener = new Listener(connection, channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += listener.HearAsync;
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return listener;
    }

    /// <summary>Returns what was heard as soon as it satisfies the condition.</summary>
    public async Task<IReadOnlyList<Heard>> UntilAsync(Func<IReadOnlyList<Heard>, bool> condition, string what, TimeSpan? within = null)
    {
        await Eventually.TrueAsync(() => condition(All), what, within);
        return All;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private Task HearAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var message = new Heard(delivery.RoutingKey, new BasicProperties(delivery.BasicProperties), Encoding.UTF8.GetString(delivery.Body.Span));
        ImmutableInterlocked.Update(ref heard, (all, next) => all.Add(next), message);
        return Task.CompletedTask;
    }
}
