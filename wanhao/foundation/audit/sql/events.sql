-- The event table: append-only, partitioned by month; one function writes it, from Python and from SQL alike.

-- In a restored database transaction ids begin low again: the audit clock runs ahead of them by so much. That is part
-- of the functions that add it, for a read of its row would be a query of its own with every event. It changes after a
-- restore only, and is kept in the row as well.
create table audit_clock (only_row boolean primary key default true check (only_row), ahead bigint not null default 0);
insert into audit_clock default values;
create function audit_set_clock(p_ahead bigint) returns bigint language plpgsql as $do$
begin
    update audit_clock set ahead = p_ahead;
    execute format('create or replace function audit_now_xact() returns bigint language sql volatile as '
        '$$ select pg_current_xact_id()::text::bigint + %s $$', p_ahead);
    -- Everything below this value is committed or gone for ever.
    execute format('create or replace function audit_horizon() returns bigint language sql volatile as '
        '$$ select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + %s $$', p_ahead);
    return p_ahead;
end $do$;
select audit_set_clock(ahead) from audit_clock;

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

-- An event costs little to write: an entry in only those indexes that lead to it in reading. What is about a contact is
-- found by the contact's number. Whatever routing writes by itself is in every second row: who asks for it finds it at
-- once by number or time, and its entries would all go to the same few pages.
create index audit_event_contact on audit_event (contact_id, id) where contact_id is not null;
create index audit_event_customer on audit_event (customer_id, id) where customer_id is not null;
create index audit_event_xact on audit_event (xact);
create index audit_event_subject on audit_event (subject, id)
    where subject < 'contact:' or subject >= 'contact;';
create index audit_event_actor on audit_event (actor, id) where actor <> 'system:routing';
create index audit_event_name on audit_event (name, id)
    where name <> all (array['routing.ContactQueued', 'routing.ContactOffered', 'routing.OfferAccepted',
        'routing.ServiceEnded', 'routing.WrapUpEnded', 'routing.AgentStateChanged']);

-- Months are made ahead by a job; the default partition catches whatever comes outside of them. A partition is made
-- beside the table and then attached: that needs no lock against inserts.
create table audit_event_default partition of audit_event default;
create function audit_make_month(month date) returns void language plpgsql as $$
declare
    first date := date_trunc('month', month);
    part text := 'audit_event_' || to_char(first, 'YYYY_MM');
begin
    if to_regclass(part) is null then
        execute format('create table %I (like audit_event including defaults)', part);
        execute format('alter table audit_event attach partition %I for values from (%L) to (%L)',
                       part, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
    end if;
end $$;
select audit_make_month((current_date + n * interval '1 month')::date) from generate_series(-1, 3) n;

-- Events and their seals stay as they were written.
create function audit_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'events are never changed or deleted';
end $$;
create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function audit_refuse_change();
create trigger audit_event_no_truncate before truncate on audit_event
    for each statement execute function audit_refuse_change();
create trigger audit_seal_append_only before update or delete on audit_seal
    for each row execute function audit_refuse_change();

create function audit_record(p_name text, p_subject text, p_actor text, p_contact bigint, p_customer bigint,
                             p_unit bigint, p_data jsonb) returns bigint language plpgsql as $$
declare
    v_id bigint;
begin
    insert into audit_event (name, subject, actor, contact_id, customer_id, unit_id, data)
    values (p_name, p_subject, p_actor, p_contact, p_customer, p_unit, p_data) returning id into v_id;
    return v_id;
end $$;

-- After a restore nothing may be written before this is called: it moves the clock past every event, seal and cursor.
-- Elsewhere it changes nothing.
create function audit_advance_clock() returns bigint language sql volatile as $$
    select audit_set_clock(greatest(ahead, 1 + greatest(
        (select coalesce(max(xact), 0) from audit_event),
        (select coalesce(max(below_xact), 0) from audit_seal),
        (select coalesce(max(below_xact), 0) from audit_reactioncursor)) - pg_current_xact_id()::text::bigint))
    from audit_clock
$$;
