using System.Globalization;
using System.Web;
using Npgsql;

namespace Gatehouse.Hosting;

/// <summary><c>postgresql://user:password@host:port/database?keyword=value</c> as an Npgsql connection string.</summary>
public static class PostgresUrl
{
    private const string Expected = "postgresql://user:password@host:port/database";

    // A fold works for seconds between two statements when it opens an update of thousands of builds.
    internal static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(5);

    /// <summary>Parses the URL; keywords in the query (as Npgsql names them) win over our defaults.</summary>
    /// <param name="variable">The setting's name.</param>
    /// <param name="value">The setting.</param>
    /// <param name="frozenFor">How long a transaction may do nothing before PostgreSQL ends it.</param>
    /// <exception cref="SettingException">It is missing or no such URL.</exception>
    public static string Parse(string variable, string? value, TimeSpan? frozenFor = null)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url)
            || url.Scheme is not ("postgresql" or "postgres")
            || url.Host.Length == 0
            || url.AbsolutePath.Length < 2)
        {
            throw new SettingException(variable, Expected, Hide(value));
        }

        var login = url.UserInfo.Split(':', 2);
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host.Trim('[', ']'),
            Port = url.Port > 0 ? url.Port : 5432,
            Database = Uri.UnescapeDataString(url.AbsolutePath[1..]),
            Username = Uri.UnescapeDataString(login[0]),
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            MaxPoolSize = 14,
            Timeout = 5,
            TcpKeepAlive = true,
            // Most of what a short read costs the database is to parse and plan it.
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 3,
            // Nor is a session cleaned between two users of a connection: nobody leaves anything in one.
            NoResetOnClose = true,
            // A process that is frozen inside a transaction holds up every fold until PostgreSQL ends it. To compile a plan takes longer than any of ours runs.
            Options = string.Create(CultureInfo.InvariantCulture, $"-c idle_in_transaction_session_timeout={(frozenFor ?? FrozenFor).TotalMilliseconds:0} -c jit=off"),
        };
        var query = HttpUtility.ParseQueryString(url.Query);
        foreach (var keyword in query.AllKeys)
        {
            try
            {
                text[keyword!] = query[keyword];
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
            {
                throw new SettingException(variable, Expected + " with Npgsql's keywords as query", keyword);
            }
        }

        return text.ConnectionString;
    }

    /// <summary>A URL as it may be shown: without its password.</summary>
    internal static string? Hide(string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.UserInfo.Contains(':', StringComparison.Ordinal)
            ? value!.Replace(url.UserInfo, url.UserInfo.Split(':')[0] + ":***", StringComparison.Ordinal)
            : value;
}
