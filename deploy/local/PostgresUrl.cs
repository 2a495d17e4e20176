using Npgsql;

namespace Gatehouse.Local;

/// <summary>Reads <c>postgresql://user:password@host:port/database</c>, the form that all but .NET understand.</summary>
public static class PostgresUrl
{
    public static string ConnectionString(string url)
    {
        var uri = new Uri(url);
        var credentials = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Username = Uri.UnescapeDataString(credentials[0]),
            Password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : null,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')) is { Length: > 0 } database ? database : "gatehouse",
        }.ConnectionString;
    }
}
