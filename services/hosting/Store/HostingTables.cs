namespace Gatehouse.Hosting;

/// <summary>
/// The tables of hosting itself: how far each fold and publisher has come, who leads, what was made of the log's
/// tables, and which version can fold it.
/// </summary>
internal static class HostingTables
{
    public static readonly OwnTables Tables = new("gatehouse", $"""
        create table if not exists fold_checkpoint (
            name     text primary key,
            position bigint not null,
            moved_at timestamptz not null default now());
        create table if not exists schema_applied (
            one  boolean primary key default true check (one),
            hash text not null);
        create table if not exists lease (
            name   text primary key,
            holder text not null,
            until  timestamptz not null);
        {LogVersion.Sql}
        """);
}
