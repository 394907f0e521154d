-- An agent dials a customer: busy without an offer, so that nothing is offered meanwhile.

-- False while something rings or is being served. Who was away goes back there afterwards.
create or replace function routing_begin_own_call(p_agent bigint, out is_begun boolean, out topics text)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    v_agent routing_agent;
    v_now timestamptz;
begin
    select * into v_agent from routing_agent where staff_id = p_agent for no key update;
    is_begun := v_agent.staff_id is null or v_agent.load = 0;  -- who is no agent may dial at any time
    if v_agent.staff_id is null or not is_begun then
        return;
    end if;
    v_now := clock_timestamp();
    if v_agent.state = 'wrap_up' then
        perform routing_end_wrap_up(v_agent, v_now);
    elsif v_agent.state <> 'ready' then
        update routing_agent set wanted_state = state, wanted_reason = reason where staff_id = p_agent
        returning * into v_agent;
    end if;
    perform routing_enter(v_agent, 'busy', 'own_call', 100, v_now, 'staff:' || p_agent);
    topics := 'agent:' || p_agent;
end $$;

-- The call is over: ready, what was wanted meanwhile, or the next contact at once. Said twice, it counts once.
create or replace function routing_end_own_call(p_agent bigint, out offer_id bigint, out topics text)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    v_agent routing_agent;
    v_next text;
begin
    perform routing_lock(null, p_agent);
    select * into v_agent from routing_agent where staff_id = p_agent for no key update;
    if v_agent.state is distinct from 'busy' or v_agent.reason <> 'own_call' then
        return;
    end if;
    select t.offer_id, t.topics into offer_id, v_next from routing_release(v_agent, 0, clock_timestamp()) t;
    topics := concat_ws(' ', 'agent:' || p_agent, v_next);
end $$;
