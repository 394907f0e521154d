-- An agent dials a customer: busy without an offer, so that nothing is offered meanwhile.

-- False while something rings or is being served. Who was away goes back there afterwards.
create or replace function routing_begin_own_call(p_agent bigint, out is_begun boolean, out topics text)
language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_agent routing_agent;
    v_now timestamptz;
    v_is_done boolean;
begin
    select * into v_agent from routing_agent where staff_id = p_agent for no key update;
    is_begun := v_agent.staff_id is null or v_agent.load = 0;  -- who is no agent may dial at any time
    if v_agent.staff_id is null or not is_begun then
        return;
    end if;
    v_now := clock_timestamp();
    if v_agent.state = 'wrap_up' then
        v_is_done := routing_record(routing_end_wrap_up(v_agent, v_now));
    elsif v_agent.state <> 'ready' then
        update routing_agent set wanted_state = state, wanted_reason = reason where staff_id = p_agent
        returning * into v_agent;
    end if;
    v_agent := routing_enter(v_agent, 'busy', 'own_call', 100, v_now, 'staff:' || p_agent);
    topics := 'agent:' || p_agent;
end $$;

-- The call is over: wrap-up, if it was a conversation, the agent's own time or that given; else ready, what was wanted
-- meanwhile, or the next contact at once. Said twice, it counts once.
create or replace function routing_end_own_call(p_agent bigint, p_wrap_up int, out offer_id bigint, out topics text)
language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_agent routing_agent;
    v_next record;
    v_more text;
    v_now timestamptz;
    v_wrap_up int;
    v_is_locked boolean;
begin
    v_is_locked := routing_lock(null, p_agent);
    select * into v_agent from routing_agent where staff_id = p_agent for no key update;
    if v_agent.state is distinct from 'busy' or v_agent.reason <> 'own_call' then
        return;
    end if;
    v_now := clock_timestamp();
    v_wrap_up := case p_wrap_up when 0 then 0 else coalesce(v_agent.wrap_up_seconds, p_wrap_up) end;
    if v_wrap_up > 0 then
        v_agent := routing_enter(v_agent, 'wrap_up', '', 0, v_now, 'system:routing',
            v_now + make_interval(secs => v_wrap_up));
    else
        v_next := routing_release(v_agent, 0, v_now);
        offer_id := v_next.offer_id;
        v_more := v_next.topics;
    end if;
    topics := concat_ws(' ', 'agent:' || p_agent, v_more);
end $$;

-- A colleague who waits in the queue to ask one of its agents has been answered: the wait is over, no service begins,
-- the agent is busy as with a call of their own. False when the offer was over before.
create or replace function routing_take_aside(p_offer bigint, out is_taken boolean, out topics text)
language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_offer routing_offer;
    v_agent routing_agent;
    v_now timestamptz;
begin
    select a.* into v_agent from routing_agent a
    where a.staff_id = (select o.agent_id from routing_offer o where o.id = p_offer) for no key update;
    v_now := clock_timestamp();
    update routing_offer set accepted_at = v_now, ended_at = v_now, outcome = 'served'
    where id = p_offer and ended_at is null and accepted_at is null returning * into v_offer;
    is_taken := v_offer.id is not null;
    if not is_taken then
        return;
    end if;
    perform routing_close_place(v_offer.place_id, 'transferred', v_now);
    v_agent := routing_enter(v_agent, 'busy', 'own_call', 100, v_now, 'system:routing');
    topics := concat_ws(' ', 'contact:' || v_offer.contact_id, 'queue:' || v_offer.queue_id,
        'agent:' || v_offer.agent_id);
end $$;
