-- What was said stands: no message is changed, and none is deleted before the time of its chat is over.
create or replace function chat_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and exists (select from chat_conversation
                                    where id = old.conversation_id and keep_until <= now()) then
        return old;
    end if;
    raise exception 'messages of a chat are never changed, nor deleted before their time'
        using errcode = 'check_violation';
end $$;
create trigger chat_message_stands before update or delete on chat_message
    for each row execute function chat_refuse_change();
create trigger chat_note_stands before update or delete on chat_handovernote
    for each row execute function chat_refuse_change();
