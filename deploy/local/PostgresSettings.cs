using System.Globalization;

namespace Gatehouse.Local;

/// <summary>The settings a private PostgreSQL is started with.</summary>
public static class PostgresSettings
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>The first major version that can write pages to its log compressed by LZ4, which takes a fraction of the time of its own way.</summary>
    private const int KnowsLz4 = 15;

    /// <param name="port">Where it listens, on loopback.</param>
    /// <param name="memory">The machine's memory in bytes.</param>
    /// <param name="major">Its major version; 0 if that is not known.</param>
    /// <param name="durable">False only for tests of logic: what is committed may then be lost by a crash of the machine.</param>
    public static IEnumerable<string> Of(int port, long memory, int major, bool durable)
    {
        var on = durable ? "on" : "off";
        // The sixteenth part leaves room for everything else that lives on a small machine.
        var buffers = Math.Clamp(memory / 16 / Mebibyte, 256, 1024);
        return [
            "listen_addresses=127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"port={port}"),
            "unix_socket_directories=",
            "max_connections=200",
            string.Create(CultureInfo.InvariantCulture, $"shared_buffers={buffers}MB"),
            $"fsync={on}",
            $"full_page_writes={on}",
            $"synchronous_commit={on}",
            $"wal_compression={(major >= KnowsLz4 ? "lz4" : "on")}",
            "max_wal_size=2GB",
            "checkpoint_timeout=15min",
            // Many short queries, a disk without a head, and page-wise appends.
            "jit=off",
            "random_page_cost=1.1",
            "password_encryption=scram-sha-256",
            "logging_collector=off",
            "log_line_prefix=%m [%p] ",
        ];
    }
}
