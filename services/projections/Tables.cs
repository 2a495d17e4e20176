using Gatehouse.Hosting;

namespace Gatehouse.Projections;

/// <summary>
/// The views' tables. They can be dropped and made again from the log. A result's row holds only what is searched for and what its
/// announcement needs; long texts are found by 64-bit hashes, since an index entry has no room for them.
/// </summary>
internal static class Tables
{
    // A column that older tables have, and one that those of the first edition have not.
    private const string Check = """
        do $$ begin
            if exists (select from pg_attribute where (attrelid, attname) = ('cell'::regclass, 'key') and not attisdropped)
                or not exists (select from pg_attribute where (attrelid, attname) = ('result'::regclass, 'place') and not attisdropped) then
                raise exception 'the tables of the views are of an older version: run deploy/rebuild --replace';
            end if;
        end $$;
        """;

    private const string Results = $"""
        -- A row for each cell of a result; that of place 0 is its own, which it is announced with.
        create table if not exists result (
            seq              bigint not null,
            -- The submit time, or arrival where that was earlier.
            time             timestamptz not null,
            subject_hash     bigint not null,
            testcase_hash    bigint not null,
            times_seen       bigint not null,
            cell             uuid not null,
            place            smallint not null,
            newest           boolean not null,
            outcome          text not null,
            previous_outcome text,
            subject_type     text not null,
            scenario         text,
            arch             text,
            groups           bigint[],
            -- These two in its own row only.
            source_hash      bigint,
            updates          text[],
            primary key (seq, place));

        create table if not exists cell (
            -- It begins with the subject's: a build's cells, which come together, are side by side. Under another name than that of its older form.
            cell         uuid primary key,
            subject      uuid not null,
            seq          bigint not null,
            time         timestamptz not null,
            times_seen   bigint not null,
            outcome      text not null,
            testcase     text not null,
            scenario     text,
            arch         text,
            variant      text,
            -- As it was sent, where that is another than the time.
            submit_time  timestamptz,
            -- Its runs, from the second on.
            history      bytea);
        {Check}
        create index if not exists result_time on result (time);
        create index if not exists result_subject on result (subject_hash, time);
        create index if not exists result_testcase on result (testcase_hash, time);
        create index if not exists result_groups on result using gin (groups) where groups is not null;
        create index if not exists result_source on result (source_hash) where source_hash is not null;
        create index if not exists cell_subject on cell (subject);

        -- Results about what may change while its name stays: which of them count for an update follows from all of one topic, a subject and testcase.
        create table if not exists evidence (
            topic           uuid not null,
            seq             bigint not null,
            place           smallint not null,
            cell            uuid not null,
            time            timestamptz not null,
            outcome         text not null,
            scenario        text,
            arch            text,
            ref_url         bigint,
            definition_time timestamptz,
            primary key (topic, seq, place));
        """;

    private const string Histories = """
        -- A check on all builds of a package; its history from the second run on.
        create table if not exists check_history (
            key         uuid primary key,
            time        timestamptz not null,
            score       integer,
            outcome     text not null,
            package     text not null,
            testcase    text not null,
            scenario    text,
            arch        text,
            submit_time timestamptz,
            history     bytea) with (fillfactor = 90);
        create index if not exists check_history_score on check_history (score, key) where score is not null;

        -- How long testcases take.
        create table if not exists turnaround (
            testcase uuid not null,
            bucket   smallint not null,
            runs     bigint not null,
            primary key (testcase, bucket));
        """;

    private const string Updates = """
        create table if not exists update (
            alias             text primary key,
            state             text not null,
            -- Of the newest definition or closing taken up, as sent.
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
            url               text,
            subject_types     text[],
            subject_ids       text[],
            held              uuid,
            -- Which evidence about it counts.
            evidence          bytea not null);
        create index if not exists update_time on update (time, alias);
        create index if not exists update_submitter on update (left(submitter, 255), time, alias);

        create table if not exists update_build (
            nvr     text not null,
            alias   text not null,
            package text not null,
            primary key (nvr, alias));
        create index if not exists update_build_alias on update_build (alias);
        create index if not exists update_build_package on update_build (package);

        -- What else updates hold.
        create table if not exists update_subject (
            subject uuid not null,
            alias   text not null,
            primary key (subject, alias));
        create index if not exists update_subject_alias on update_subject (alias);

        -- Where in the log an update was spoken of, waivers of a subject were given or ended, and gates were let go: for timelines.
        create table if not exists definition (
            alias    text not null,
            seq      bigint not null,
            taken_up boolean not null,
            primary key (alias, seq));
        create table if not exists waiver (
            subject uuid not null,
            seq     bigint not null,
            primary key (subject, seq));
        create table if not exists release (
            alias   text not null,
            context text not null,
            seq     bigint not null,
            primary key (alias, context, seq));
        """;

    private const string Others = """
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
            settled     bigint,
            updates     text[]);
        create unique index if not exists rejection_id on rejection (id);
        create index if not exists rejection_state on rejection (state, seq);

        -- What refused results are about: gates that ask for it show them until a result of at least this time is recorded after them.
        create table if not exists refused (
            subject       uuid not null,
            seq           bigint not null,
            cell          uuid not null,
            conflict      boolean not null,
            time          timestamptz not null,
            subject_hash  bigint not null,
            testcase_hash bigint not null,
            subject_type  text not null,
            testcase      text not null,
            scenario      text,
            arch          text,
            primary key (subject, seq, cell));

        -- The words of the policy set in force; no row before the first.
        create table if not exists vocabulary (
            one   boolean primary key default true check (one),
            words jsonb not null);
        """;

    public static readonly OwnTables All = new("views", string.Join('\n', Results, Histories, Updates, Others));
}
