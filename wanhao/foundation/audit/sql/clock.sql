-- Months are made without stopping writers; the audit clock is put right after a restore; seals are append-only too.

-- A partition is made beside the table and then attached: that needs no lock against inserts.
create or replace function audit_make_month(month date) returns void language plpgsql as $$
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

-- In a restored database transaction ids begin low again. Nothing may be written before this is called: it moves the
-- clock past every event, seal and cursor. Elsewhere it changes nothing.
create or replace function audit_advance_clock() returns bigint language sql volatile as $$
    update audit_clock set ahead = greatest(ahead, 1 + greatest(
        (select coalesce(max(xact), 0) from audit_event),
        (select coalesce(max(below_xact), 0) from audit_seal),
        (select coalesce(max(below_xact), 0) from audit_reactioncursor)) - pg_current_xact_id()::text::bigint)
    returning ahead
$$;

create trigger audit_seal_append_only before update or delete on audit_seal
    for each row execute function audit_refuse_change();
