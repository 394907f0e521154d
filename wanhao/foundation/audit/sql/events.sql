-- The event table: append-only, partitioned by month; one function writes it, from Python and from SQL alike.
create table audit_clock (only_row boolean primary key default true check (only_row), ahead bigint not null default 0);
insert into audit_clock default values;

create or replace function audit_now_xact() returns bigint language sql volatile as $$
    select pg_current_xact_id()::text::bigint + ahead from audit_clock
$$;

-- Everything below this value is committed or gone for ever.
create or replace function audit_horizon() returns bigint language sql volatile as $$
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ahead from audit_clock
$$;

create sequence audit_event_id_seq;
create table audit_event (
    id bigint not null default nextval('audit_event_id_seq'),
    at timestamptz not null default clock_timestamp(),
    name varchar(80) not null,
    subject varchar(80) not null,
    actor varchar(80) not null,
    contact_id bigint,
    customer_id bigint,
    unit_id bigint,
    data jsonb not null,
    xact bigint not null default audit_now_xact(),
    primary key (id, at)
) partition by range (at);
alter sequence audit_event_id_seq owned by audit_event.id;
create index audit_event_subject on audit_event (subject, id);
create index audit_event_contact on audit_event (contact_id, id) where contact_id is not null;
create index audit_event_customer on audit_event (customer_id, id) where customer_id is not null;
create index audit_event_actor on audit_event (actor, id);
create index audit_event_name on audit_event (name, id);
create index audit_event_xact on audit_event (xact);

-- Months are made ahead by a job; the default partition catches whatever comes outside of them.
create table audit_event_default partition of audit_event default;

create or replace function audit_make_month(month date) returns void language plpgsql as $$
declare
    first date := date_trunc('month', month);
    part text := 'audit_event_' || to_char(first, 'YYYY_MM');
begin
    if to_regclass(part) is null then
        execute format('create table %I partition of audit_event for values from (%L) to (%L)',
                       part, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
    end if;
end $$;
select audit_make_month((current_date + n * interval '1 month')::date) from generate_series(-1, 3) n;

create or replace function audit_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'events are never changed or deleted';
end $$;
create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function audit_refuse_change();
create trigger audit_event_no_truncate before truncate on audit_event
    for each statement execute function audit_refuse_change();

create or replace function audit_record(p_name text, p_subject text, p_actor text, p_contact bigint, p_customer bigint,
                                        p_unit bigint, p_data jsonb) returns bigint language sql volatile as $$
    insert into audit_event (name, subject, actor, contact_id, customer_id, unit_id, data)
    values (p_name, p_subject, p_actor, p_contact, p_customer, p_unit, p_data) returning id
$$;
