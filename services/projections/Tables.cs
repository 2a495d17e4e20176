using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>
/// The views' tables. They can be dropped and made again from the log. A result's row holds only what is searched for and what its
/// announcement needs; long texts are found by 64-bit hashes, since an index entry has no room for them.
/// </summary>
internal static class Tables
{
    public static readonly OwnTables All = new("views", """
        create table if not exists result (
            seq              bigint primary key,
            submit_time      timestamptz not null,
            subject_hash     bigint not null,
            testcase_hash    bigint not null,
            times_seen       bigint not null,
            cell             uuid not null,
            newest           boolean not null,
            outcome          text not null,
            previous_outcome text,
            subject_type     text not null,
            scenario         text,
            arch             text,
            groups           bigint[],
            updates          text[]);
        create index if not exists result_time on result (submit_time);
        create index if not exists result_subject on result (subject_hash, submit_time);
        create index if not exists result_testcase on result (testcase_hash, submit_time);
        create index if not exists result_groups on result using gin (groups) where groups is not null;

        create table if not exists cell (
            -- It begins with the subject's: a build's cells, which come together, are side by side. Under another name than that of its older form.
            cell         uuid primary key,
            subject      uuid not null,
            seq          bigint not null,
            submit_time  timestamptz not null,
            times_seen   bigint not null,
            outcome      text not null,
            testcase     text not null,
            scenario     text,
            arch         text,
            -- Its runs, from the second on.
            history      bytea);
        do $$ begin
            if exists (select from pg_attribute where (attrelid, attname) in (('result'::regclass, 'id'), ('cell'::regclass, 'key')) and not attisdropped) then
                raise exception 'the tables of the views are of an older version: run deploy/rebuild --replace';
            end if;
        end $$;
        create index if not exists cell_subject on cell (subject);

        -- A check on all builds of a package; its history from the second run on.
        create table if not exists check_history (
            key         uuid primary key,
            submit_time timestamptz not null,
            score       integer,
            outcome     text not null,
            package     text not null,
            testcase    text not null,
            scenario    text,
            arch        text,
            history     bytea) with (fillfactor = 90);
        create index if not exists check_history_score on check_history (score, key) where score is not null;

        -- How long testcases take.
        create table if not exists turnaround (
            testcase uuid not null,
            bucket   smallint not null,
            runs     bigint not null,
            primary key (testcase, bucket));

        create table if not exists update (
            alias             text primary key,
            state             text not null,
            time              timestamptz not null,
            seq               bigint not null,
            recorded_at       timestamptz not null,
            first_recorded_at timestamptz not null,
            content_time      timestamptz,
            product_version   text,
            decision_contexts text[],
            builds            text[],
            submitter         text,
            title             text,
            url               text);
        create index if not exists update_time on update (time, alias);
        create index if not exists update_submitter on update (left(submitter, 255), time, alias);

        create table if not exists update_build (
            nvr     text not null,
            alias   text not null,
            package text not null,
            primary key (nvr, alias));
        create index if not exists update_build_alias on update_build (alias);
        create index if not exists update_build_package on update_build (package);

        -- Where in the log an update was spoken of, and waivers of a subject: for timelines.
        create table if not exists definition (
            alias text not null,
            seq   bigint not null,
            primary key (alias, seq));
        create table if not exists waiver (
            subject uuid not null,
            seq     bigint not null,
            primary key (subject, seq));

        -- Where a gate said a verdict that is news: for feeds.
        create table if not exists verdict (
            seq     bigint primary key,
            alias   text not null,
            context text not null);
        create index if not exists verdict_alias on verdict (alias, seq);
        create index if not exists verdict_context on verdict (context, seq);

        -- For the overview: verdicts said, by day, and results recorded, by the last few tens of seconds.
        create table if not exists verdict_count (
            day     date not null,
            verdict text not null,
            times   bigint not null,
            primary key (day, verdict));
        create table if not exists result_rate (
            slot    smallint primary key,
            tens    bigint not null,
            results int not null);

        create table if not exists rejection (
            seq         bigint primary key,
            id          uuid not null,
            kind        text not null,
            recorded_at timestamptz not null,
            -- open, retried or discarded, and where in the log that was done.
            state       text not null default 'open',
            settled     bigint);
        alter table rejection add column if not exists state text not null default 'open', add column if not exists settled bigint;
        create unique index if not exists rejection_id on rejection (id);
        create index if not exists rejection_state on rejection (state, seq);
        """);
}
