-- The agent needs a little longer for the wrap-up: once for each contact, where the queue allows it. False otherwise.
create or replace function routing_prolong_wrap_up(p_agent bigint, out is_prolonged boolean, out topics text)
language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_agent routing_agent;
    v_place routing_place;
    v_queue routing_queue;
begin
    is_prolonged := false;
    select * into v_agent from routing_agent where staff_id = p_agent for no key update;
    select * into v_place from routing_place where id = v_agent.wrap_up_place_id;
    select * into v_queue from routing_queue where id = v_place.queue_id;
    if v_agent.state is distinct from 'wrap_up' or v_queue.id is null or v_queue.wrap_up_extension_seconds = 0
        or v_agent.wrap_up_until > v_agent.state_since + make_interval(
            secs => coalesce(v_agent.wrap_up_seconds, v_queue.wrap_up_seconds)) then
        return;
    end if;
    update routing_agent set wrap_up_until = wrap_up_until + make_interval(secs => v_queue.wrap_up_extension_seconds)
    where staff_id = p_agent;
    perform audit_record('routing.WrapUpProlonged', 'contact:' || v_place.contact_id, 'staff:' || p_agent,
        v_place.contact_id, null, v_place.unit_id,
        jsonb_build_object('contact_id', v_place.contact_id, 'place_id', v_place.id, 'queue_id', v_place.queue_id,
            'agent_id', p_agent, 'seconds', v_queue.wrap_up_extension_seconds));
    is_prolonged := true;
    topics := 'agent:' || p_agent;
end $$;
