-- No complaint is closed before its customer was asked: either the customer said it is solved, in a contact, or could
-- not be reached in as many tries as were asked for. Only calls made since the complaint was last reopened count.
create or replace function complaints_may_be_closed(p_ticket bigint, p_run integer) returns boolean language sql stable as $$
    select exists (
        select from complaints_closing closing
        where closing.ticket_id = p_ticket and closing.run = p_run
          and (closing.result = 'solved'
               and exists (select from complaints_closingcall call
                           where call.closing_id = closing.id and call.result = 'solved' and call.contact_id is not null)
               or closing.result = 'not_reached'
               and (select count(*) from complaints_closingcall call
                    where call.closing_id = closing.id and call.result = 'not_reached') >= closing.tries_asked))
$$;

create or replace function complaints_refuse_closing() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.status = 'closed' and old.kind = 'complaint' and old.reopened_count = new.reopened_count then
        return new;
    end if;
    if not complaints_may_be_closed(new.id, new.reopened_count) then
        raise exception 'complaint % cannot be closed before its customer was called back', new.number
            using errcode = 'check_violation', constraint = 'a_closed_complaint_has_its_callback_result';
    end if;
    return new;
end $$;
create trigger a_closed_complaint_has_its_callback_result
    before insert or update of status, kind, reopened_count on tickets_ticket
    for each row when (new.status = 'closed' and new.kind = 'complaint')
    execute function complaints_refuse_closing();

-- A result stands.
create or replace function complaints_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'results of closing calls are never changed or deleted' using errcode = 'check_violation';
end $$;
create trigger complaints_closing_stands before update on complaints_closing
    for each row when (old.result <> '') execute function complaints_refuse_change();
create trigger complaints_closing_kept before delete on complaints_closing
    for each row execute function complaints_refuse_change();
create trigger complaints_closing_call_stands before update on complaints_closingcall
    for each row when (old.result <> '') execute function complaints_refuse_change();
create trigger complaints_closing_call_kept before delete on complaints_closingcall
    for each row execute function complaints_refuse_change();
create trigger complaints_false_closure_kept before update or delete on complaints_falseclosure
    for each row execute function complaints_refuse_change();
