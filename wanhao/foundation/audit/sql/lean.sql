-- An event costs little to write: one statement, and an entry in only those indexes that lead to it in reading.

-- The clock's offset is part of the functions that add it: a read of its row would be a query of its own with every
-- event. It changes after a restore only, and is kept in the row as well.
create or replace function audit_set_clock(p_ahead bigint) returns bigint language plpgsql as $do$
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

-- In a restored database transaction ids begin low again. Nothing may be written before this is called: it moves the
-- clock past every event, seal and cursor. Elsewhere it changes nothing.
create or replace function audit_advance_clock() returns bigint language sql volatile as $$
    select audit_set_clock(greatest(ahead, 1 + greatest(
        (select coalesce(max(xact), 0) from audit_event),
        (select coalesce(max(below_xact), 0) from audit_seal),
        (select coalesce(max(below_xact), 0) from audit_reactioncursor)) - pg_current_xact_id()::text::bigint))
    from audit_clock
$$;

create or replace function audit_record(p_name text, p_subject text, p_actor text, p_contact bigint, p_customer bigint,
                                        p_unit bigint, p_data jsonb) returns bigint language plpgsql as $$
declare
    v_id bigint;
begin
    insert into audit_event (name, subject, actor, contact_id, customer_id, unit_id, data)
    values (p_name, p_subject, p_actor, p_contact, p_customer, p_unit, p_data) returning id into v_id;
    return v_id;
end $$;

-- What is about a contact is found by the contact's number. Whatever routing writes by itself is in every second row:
-- who asks for it finds it at once by number or time, and its entries would all go to the same few pages.
drop index audit_event_subject, audit_event_actor, audit_event_name;
create index audit_event_subject on audit_event (subject, id)
    where subject < 'contact:' or subject >= 'contact;';
create index audit_event_actor on audit_event (actor, id) where actor <> 'system:routing';
create index audit_event_name on audit_event (name, id)
    where name <> all (array['routing.ContactQueued', 'routing.ContactOffered', 'routing.OfferAccepted',
        'routing.ServiceEnded', 'routing.WrapUpEnded', 'routing.AgentStateChanged']);
