using Gatehouse.Hosting;

namespace Gatehouse.Gating;

/// <summary>
/// The fold's states. They can be thrown away and made again from the log. <c>gate</c> and <c>gate_build</c> are read by projections, too.
/// </summary>
public static class GateTables
{
    public static readonly OwnTables All = new("gating", """
        -- Everything known of one testcase for one subject, asked for or not; found by keys that are made of their texts.
        create table if not exists topic (
            topic   uuid not null,
            subject uuid not null,
            -- Another name than that of its older form, so that nobody takes the one for the other.
            known   bytea not null,
            -- By subject: those of a build, which come together, are side by side.
            primary key (subject, topic));

        create table if not exists update_in_force (
            alias text primary key,
            open  boolean not null,
            state jsonb not null);
        create index if not exists update_in_force_open on update_in_force (alias) where open;

        create table if not exists gate (
            gate           uuid primary key,
            alias          text not null,
            context        text not null,
            status         text not null,
            live           boolean not null,
            waiting        boolean not null,
            deadline       timestamptz,
            -- The deadline that was last noted in the log, so that each is noted once.
            deadline_noted timestamptz,
            builds         int not null,
            waived         int not null,
            state          bytea not null,
            revision       int not null,
            -- Another name than that of its older form, so that nobody takes the one for the other.
            shown          bytea not null,
            -- Null while it is open. A closed one may have lost its parts since (Retire/): what it said stands in the log.
            closed_at      timestamptz,
            retired        boolean not null default false,
            -- When it was opened, while it waits: to find those that have waited longest.
            waiting_since  timestamptz);
        do $$ begin
            if exists (select from pg_attribute where attrelid = 'gate'::regclass and attname = 'view' and not attisdropped)
                or exists (select from pg_index where indrelid = 'topic'::regclass and indisprimary and indnatts = 1)
                or exists (select from pg_attribute where attrelid = 'topic'::regclass and attname = 'state' and not attisdropped) then
                raise exception 'the tables of gating are of an older version: run deploy/rebuild --replace';
            end if;
        end $$;
        create index if not exists gate_alias on gate (alias);
        create index if not exists gate_status on gate (status);
        create index if not exists gate_deadline on gate (deadline) where waiting;
        create index if not exists gate_waiting_since on gate (waiting_since, alias) where waiting_since is not null;
        create index if not exists gate_retirable on gate (closed_at) where closed_at is not null and not retired;

        create table if not exists gate_build (
            gate         uuid not null,
            subject      uuid not null,
            subject_type text not null,
            subject_id   text not null,
            place        int not null,
            urgency      smallint not null,
            has_waived   boolean not null,
            requirements bytea not null,
            -- By subject, which a result brings; a gate's own are found by the index for their order. With the gate first the planner would read this whole.
            primary key (subject, gate));
        create index if not exists gate_build_urgency on gate_build (gate, urgency, place);
        create index if not exists gate_build_other on gate_build (gate) where subject_type <> 'koji_build';
        create index if not exists gate_build_waived on gate_build (gate) where has_waived;

        create table if not exists policy_set (
            position bigint primary key,
            hash     text not null,
            body     jsonb not null);
        create index if not exists policy_set_hash on policy_set (hash);

        -- The editions of the rules that have come into force.
        create table if not exists edition (edition int primary key);

        -- Waivers that have an end. It is noted in the log once.
        create table if not exists waiver_expiry (
            waiver       uuid primary key,
            expires      timestamptz not null,
            subject_type text not null,
            subject_id   text not null,
            testcase     text not null,
            noted        boolean not null default false);
        create index if not exists waiver_expiry_due on waiver_expiry (expires) where not noted;
        """);
}
