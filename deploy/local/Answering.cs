using System.Net;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Gatehouse.Local;

/// <summary>Waits until something answers as it should: asks again and again, never sleeps for a fixed time and hopes.</summary>
public static class Answering
{
    // A server that is starting tells nobody when it is done: it has to be asked.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // AMQP 0-9-1: not-allowed, the answer to a virtual host that the user may not enter or that is not there.
    private const ushort NotAllowed = 530;

    /// <summary>PostgreSQL takes statements. Makes the database of the URL if the server has it not.</summary>
    /// <exception cref="StartRefusedException">It answers, and no waiting will help: the password is wrong, the user may not make databases, ...</exception>
    public static Task PostgresAsync(string url, CancellationToken cancel) => UntilAsync(async () =>
    {
        try
        {
            await MakeDatabaseAsync(PostgresUrl.ConnectionString(url), cancel);
            return true;
        }
        catch (PostgresException e) when (!e.IsTransient)
        {
            throw new StartRefusedException($"PostgreSQL at {new Uri(url).Authority} refuses: {e.MessageText}.");
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }, cancel);

    /// <summary>RabbitMQ lets the user of the URL in.</summary>
    /// <exception cref="StartRefusedException">It knows no such user with that password, or the user has no access to the virtual host.</exception>
    public static Task RabbitMqAsync(string url, CancellationToken cancel)
    {
        var factory = new ConnectionFactory { Uri = new Uri(url), AutomaticRecoveryEnabled = false };
        return UntilAsync(async () =>
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync(cancel);
                await connection.CloseAsync(cancel);
                return true;
            }
            // Our own broker loads its user before it opens its port, so a refusal is final there too.
            catch (BrokerUnreachableException e) when (e.InnerException is AuthenticationFailureException or OperationInterruptedException { ShutdownReason.ReplyCode: NotAllowed })
            {
                throw new StartRefusedException($"RabbitMQ at {factory.Uri.Authority} refuses: {e.InnerException.Message}");
            }
            catch (BrokerUnreachableException)
            {
                return false;
            }
        }, cancel);
    }

    /// <summary>The service at <paramref name="baseUrl"/> says that it is ready.</summary>
    public static async Task ServiceAsync(string baseUrl, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = new Uri(baseUrl), Timeout = TimeSpan.FromSeconds(5) };
        await UntilAsync(async () =>
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel);
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                return false;
            }
        }, cancel);
    }

    private static async Task UntilAsync(Func<Task<bool>> answers, CancellationToken cancel)
    {
        while (!await answers())
        {
            // A server that starts sends no word when it answers: it has to be asked again.
            await Task.Delay(Pause, cancel);
        }
    }

    private static async Task MakeDatabaseAsync(string connectionString, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        try
        {
            await using var direct = new NpgsqlConnection(settings.ConnectionString);
            await direct.OpenAsync(cancel);
            return;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // First start: made below.
        }

        var database = settings.Database!;
        settings.Database = "postgres";
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var create = connection.CreateCommand();
#pragma warning disable CA2100 // A database's name cannot be a parameter; it is quoted.
        create.CommandText = $"create database \"{database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
#pragma warning restore CA2100
        await create.ExecuteNonQueryAsync(cancel);
    }
}
