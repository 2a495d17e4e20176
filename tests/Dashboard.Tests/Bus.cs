using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Testing;
using RabbitMQ.Client;

namespace Gatehouse.Dashboard.Tests;

/// <summary>Messages that are no facts. They have to come by AMQP: over HTTP they would be answered, not kept.</summary>
internal static class Bus
{
    /// <summary>Publishes a message that is refused.</summary>
    /// <returns>The rejection, once pages show it.</returns>
    public static async Task<JsonNode> RejectedAsync(this Suite suite, string exchange, string body, string? messageId = null, string routingKey = "any")
    {
        var id = messageId ?? $"refused-{Guid.NewGuid():N}";
        await using (var connection = await new ConnectionFactory { Uri = new Uri(suite.Endpoints.Amqp) }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true)))
        {
            await channel.BasicPublishAsync(exchange, routingKey, mandatory: false, new BasicProperties { ContentType = "application/json", MessageId = id }, Encoding.UTF8.GetBytes(body));
        }

        JsonNode? found = null;
        await Eventually.TrueAsync(async () => (found = await FindAsync(suite.Http, id)) is not null, $"{id} is refused");
        return found!;
    }

    private static async Task<JsonNode?> FindAsync(HttpClient http, string messageId) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri("/api/v1/rejections?limit=500", UriKind.Relative)))!["items"]!.AsArray().FirstOrDefault(r => (string?)r!["message_id"] == messageId);
}
