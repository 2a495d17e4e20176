using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Tells a first start, at which bad policies stop the service, from one on a log that has a set, which then goes on serving (rule 7).</summary>
internal static class FirstStart
{
    /// <summary>Whether the log has a policy set. False also where it cannot be asked: then nobody knows of one.</summary>
    public static bool HasSet(IConfiguration configuration)
    {
        try
        {
            using var connection = new NpgsqlConnection(PostgresUrl.Parse(Settings.Variable("Postgres"), configuration["Gatehouse:Postgres"]));
            connection.Open();
            using var table = new NpgsqlCommand("select to_regclass('gatehouse.mt_events') is not null", connection);
            using var set = new NpgsqlCommand("select exists (select from gatehouse.mt_events where stream_id = $1)", connection);
            set.Parameters.Add(new NpgsqlParameter { Value = Streams.Policies });
            return table.ExecuteScalar() is true && set.ExecuteScalar() is true;
        }
        catch (NpgsqlException e)
        {
            Console.Error.WriteLine($"The log cannot be asked for a policy set that is in force: {e.GetBaseException().Message}");
            return false;
        }
    }
}
