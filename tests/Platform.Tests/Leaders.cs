using System.Globalization;
using Gatehouse.Testing;
using Npgsql;

namespace Gatehouse.Platform.Tests;

/// <summary>Which replica leads, as the lease in the database says.</summary>
internal sealed class Leaders(Suite suite, NpgsqlDataSource database)
{
    /// <summary>The process that holds the lease of a service (<c>gating</c>, <c>projections</c>); null while nobody does.</summary>
    public async Task<string?> NowAsync(string service)
    {
        await using var command = database.CreateCommand("select holder from gatehouse.lease where name = $1 and until > now()");
        command.Parameters.Add(new() { Value = service });
        // machine/pid/a name of its own
        return await command.ExecuteScalarAsync() is string holder
            && int.Parse(holder.Split('/')[^2], CultureInfo.InvariantCulture) is var pid
            ? suite.Endpoints.Processes.FirstOrDefault(p => p.Value == pid).Key ?? $"process {pid}, which is gone"
            : null;
    }

    /// <summary>The process that leads, as soon as one does.</summary>
    public async Task<string> OfAsync(string service)
    {
        string? leader = null;
        await Eventually.TrueAsync(async () => suite.Endpoints.Processes.ContainsKey((leader = await NowAsync(service)) ?? ""), $"a replica of {service} leads");
        return leader!;
    }

    /// <summary>Who holds the lease, to the letter: another life of the same process is another holder.</summary>
    public async Task<string?> HolderAsync(string service)
    {
        await using var command = database.CreateCommand("select holder from gatehouse.lease where name = $1 and until > now()");
        command.Parameters.Add(new() { Value = service });
        return (string?)await command.ExecuteScalarAsync();
    }
}
