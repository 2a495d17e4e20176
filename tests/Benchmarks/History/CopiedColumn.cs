namespace Gatehouse.Benchmarks;

/// <summary>
/// How a column's value becomes another row's that could have been written at another time for another update: places in the log move, keys that
/// are hashes become others, names that carry the past's become a copy's. Parameters: $1 number of the copy, $2 how far in the log, $3 how long ago,
/// $4 and $5 the past's name and the copy's.
/// </summary>
internal static class CopiedColumn
{
    /// <summary>What the expressions call. A time-ordered UUID stays one, of an earlier time.</summary>
    public const string Functions = """
        create function bench.copy_of(original uuid, copy bigint, earlier interval) returns uuid language sql immutable as $$
            select (case when substr(original::text, 15, 1) = '7'
                then lpad(to_hex(('x' || left(replace(original::text, '-', ''), 12))::bit(48)::bigint - (extract(epoch from earlier) * 1000)::bigint), 12, '0')
                    || '7' || substr(md5(original::text || copy), 14)
                else md5(original::text || copy) end)::uuid $$;
        create function bench.named(original text, past text, copy text) returns text language sql immutable as $$
            select replace(replace(original, past, copy), lower(past), lower(copy)) $$;
        """;

    /// <summary>The SQL expression of the copy's value.</summary>
    public static string Expression(string name, string type) => (name, type) switch
    {
        ("\"seq_id\"" or "\"seq\"" or "\"sequence\"" or "\"position\"", "bigint") => $"{name} + $2",
        ("\"subject_hash\"", "bigint") => $"hashint8extended({name}, $1)",
        (_, "uuid") => $"bench.copy_of({name}, $1, $3)",
        (_, "timestamp with time zone") => $"{name} - $3",
        ("\"stream_id\"" or "\"id\"", "character varying" or "text") =>
            $"case when {name} like 'ingest/%' then 'ingest/' || bench.copy_of(substr({name}, 8)::uuid, $1, $3) else bench.named({name}, $4, $5) end",
        (_, "text" or "character varying" or "jsonb" or "json" or "text[]" or "character varying[]") => $"bench.named({name}::text, $4, $5)::{type}",
        _ => name,
    };
}
