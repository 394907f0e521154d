-- An agent's presence: who becomes free takes the first contact over all queues served.

-- The agent is offered a contact and does not take it: the agent is set aside, the contact goes elsewhere at once.
-- p_only_expired: the sweep's case, where an answer may have come meanwhile.
create or replace function routing_offer_failed(
    p_offer bigint, p_outcome text, p_only_expired boolean,
    out place_id bigint, out offer_id bigint, out agent_id bigint, out topics text
) language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_offer routing_offer;
    v_agent routing_agent;
    v_place routing_place;
    v_now timestamptz;
    v_unrung boolean;
    v_more text;
    v_made record;
    v_freed record;
    v_is_locked boolean;
begin
    select * into v_offer from routing_offer where id = p_offer;
    if v_offer.id is null then
        return;
    end if;
    v_unrung := p_only_expired and routing_never_rang(v_offer);
    v_is_locked := routing_lock(v_offer.queue_id, case when v_unrung then v_offer.agent_id end);
    select * into v_agent from routing_agent where staff_id = v_offer.agent_id for no key update;
    select * into v_offer from routing_offer where id = p_offer for no key update;
    v_now := clock_timestamp();
    if v_offer.ended_at is not null or v_offer.accepted_at is not null
        or (p_only_expired and v_offer.expires_at > v_now) then
        return;
    end if;
    v_unrung := v_unrung and v_offer.ringing_since is null;
    v_place := routing_close_offer(p_offer, case when v_unrung then 'not_rung' else p_outcome end, v_now);
    if v_agent.wanted_state = '' and not v_unrung then
        update routing_agent set wanted_state = 'not_answering', wanted_reason = p_outcome
        where staff_id = v_agent.staff_id returning * into v_agent;
    end if;
    v_freed := routing_release(v_agent, v_agent.load - v_offer.weight, v_now);
    place_id := v_place.id;
    select * into v_place from routing_place where id = v_place.id;
    if not v_place.is_offered then
        v_made := routing_try_place(v_place, v_now);
        offer_id := v_made.offer_id;
        agent_id := v_made.agent_id;
        v_more := v_made.told;
    end if;
    topics := concat_ws(' ', 'contact:' || v_offer.contact_id, 'queue:' || v_offer.queue_id,
        'agent:' || v_offer.agent_id, 'agent:' || agent_id, v_freed.topics, v_more);
end $$;

-- Was it for the telephone to ring, and did it never begin to? That was our slowness and not the agent's fault.
create or replace function routing_never_rang(p_offer routing_offer) returns boolean language plpgsql as $$
begin
    return p_offer.ringing_since is null and exists (
        select 1 from contacts_contact c where c.id = p_offer.contact_id and c.channel in ('call', 'callback', 'outbound', 'consult'));
end $$;

-- The agent asks for a state, or somebody asks for them. While serving it is kept and honoured afterwards.
create or replace function routing_set_state(
    p_agent bigint, p_state text, p_reason text, p_actor text, out offer_id bigint, out topics text
) language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_agent routing_agent;
    v_queue bigint;
    v_now timestamptz;
    v_more text;
    v_made record;
    v_is_done boolean;
begin
    if p_state = 'offline' then
        select o.queue_id into v_queue from routing_offer o
        where o.agent_id = p_agent and o.ended_at is null and o.accepted_at is null order by o.id limit 1;
        if v_queue is not null then
            v_is_done := routing_lock(v_queue, null);
        end if;
    elsif p_state = 'ready' then
        v_is_done := routing_lock(null, p_agent);
    end if;
    select * into strict v_agent from routing_agent where staff_id = p_agent for no key update;
    v_now := clock_timestamp();
    if v_agent.state = 'wrap_up' then
        v_is_done := routing_record(routing_end_wrap_up(v_agent, v_now));
    end if;
    if v_agent.load > 0 then
        v_agent := routing_want(v_agent, p_state, p_reason, p_actor);
        if p_state = 'offline' then
            v_more := routing_unreachable(v_agent, v_queue, v_now);
        end if;
    else
        if v_agent.wanted_state <> '' then
            update routing_agent set wanted_state = '', wanted_reason = '' where staff_id = p_agent returning * into v_agent;
        end if;
        v_agent := routing_enter(v_agent, p_state, p_reason, 0, v_now, p_actor);
    end if;
    if p_state = 'ready' then
        v_made := routing_try_agent(v_agent, v_now);
        offer_id := v_made.offer_id;
        v_more := v_made.topics;
    end if;
    topics := concat_ws(' ', 'agent:' || p_agent, v_more);
end $$;

-- Remember what the agent wants after the running contact.
create or replace function routing_want(p_agent routing_agent, p_state text, p_reason text, p_actor text)
returns routing_agent language plpgsql as $$
declare
    v_state text := case p_state when 'ready' then '' else p_state end;
    v_agent routing_agent;
    v_event bigint;
begin
    update routing_agent set wanted_state = v_state, wanted_reason = case v_state when '' then '' else p_reason end
    where staff_id = p_agent.staff_id returning * into v_agent;
    v_event := audit_record('routing.AgentStateWanted', 'agent:' || p_agent.staff_id, p_actor, null, null,
        p_agent.unit_id,
        jsonb_build_object('agent_id', p_agent.staff_id, 'state', p_state, 'reason', p_reason));
    return v_agent;
end $$;

-- The agent is gone: offers not yet answered fail, those of the locked queue are offered elsewhere at once
-- (others by the sweep). Returns whom to tell.
create or replace function routing_unreachable(p_agent routing_agent, p_queue bigint, p_at timestamptz) returns text
language plpgsql as $$
declare
    v_offer routing_offer;
    v_place routing_place;
    v_made record;
    v_left int := p_agent.load;
    v_again routing_place[] := '{}';
    v_topics text;
    v_freed record;
begin
    for v_offer in
        select * from routing_offer where agent_id = p_agent.staff_id and ended_at is null and accepted_at is null
        order by id for no key update
    loop
        v_place := routing_close_offer(v_offer.id, 'unreachable', p_at);
        v_left := v_left - v_offer.weight;
        v_topics := concat_ws(' ', v_topics, 'contact:' || v_offer.contact_id, 'queue:' || v_offer.queue_id);
        if v_offer.queue_id = p_queue then
            v_again := v_again || v_place;
        end if;
    end loop;
    if v_left < p_agent.load then
        v_freed := routing_release(p_agent, v_left, p_at);
    end if;
    foreach v_place in array v_again loop
        v_made := routing_try_place(v_place, p_at);
        v_topics := concat_ws(' ', v_topics, 'agent:' || v_made.agent_id, v_made.told);
    end loop;
    return v_topics;
end $$;

-- The agent's wrap-up is over: its length goes to the place. The agent's row is locked. Returns the event, not yet
-- written; without a name when there is nothing to tell.
create or replace function routing_end_wrap_up(p_agent routing_agent, p_at timestamptz) returns audit_event
language plpgsql as $$
declare
    v_told audit_event;
begin
    if p_agent.wrap_up_place_id is not null then
        update routing_place set wrap_up_ended_at = greatest(p_at, service_ended_at)
        where id = p_agent.wrap_up_place_id and wrap_up_ended_at is null
        returning 'routing.WrapUpEnded', 'contact:' || contact_id, 'system:routing', contact_id, unit_id,
            jsonb_build_object('contact_id', contact_id, 'place_id', id, 'queue_id', queue_id,
                'agent_id', p_agent.staff_id, 'wrap_up_seconds', extract(epoch from wrap_up_ended_at - service_ended_at))
        into v_told.name, v_told.subject, v_told.actor, v_told.contact_id, v_told.unit_id, v_told.data;
    end if;
    return v_told;
end $$;

-- Wrap-up is over, by the agent or by time: the next contact, or what was wanted, or ready.
create or replace function routing_finish_wrap_up(
    p_agent bigint, p_only_overdue boolean, out offer_id bigint, out topics text
) language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_agent routing_agent;
    v_now timestamptz;
    v_next record;
    v_is_done boolean;
begin
    v_is_done := routing_lock(null, p_agent);
    select * into v_agent from routing_agent where staff_id = p_agent for no key update;
    v_now := clock_timestamp();
    if v_agent.state is distinct from 'wrap_up' or (p_only_overdue and v_agent.wrap_up_until > v_now) then
        return;
    end if;
    v_next := routing_release(v_agent, v_agent.load, v_now, routing_end_wrap_up(v_agent, v_now));
    offer_id := v_next.offer_id;
    topics := concat_ws(' ', 'agent:' || p_agent, v_next.topics);
end $$;

-- The conversation is over. The agent wraps up; with a wrap-up time of 0 the next contact comes at once.
create or replace function routing_end_service(
    p_offer bigint, p_at timestamptz, p_outcome text, out is_ended boolean, out offer_id bigint, out topics text
) language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_offer routing_offer;
    v_agent routing_agent;
    v_place routing_place;
    v_wrap_up int;
    v_next record;
    v_more text;
    v_event bigint;
    v_is_done boolean;
    v_now timestamptz;
begin
    is_ended := false;
    select * into v_offer from routing_offer where id = p_offer;
    if v_offer.id is null then
        return;
    end if;
    select wrap_up_seconds into v_wrap_up from routing_queue where id = v_offer.queue_id;
    select * into v_agent from routing_agent where staff_id = v_offer.agent_id;
    v_wrap_up := coalesce(v_agent.wrap_up_seconds, v_wrap_up);
    if v_wrap_up = 0 or v_agent.load > v_offer.weight then
        v_is_done := routing_lock(null, v_offer.agent_id);  -- the agent may get the next contact at once
    end if;
    select * into v_agent from routing_agent where staff_id = v_offer.agent_id for no key update;
    select * into v_offer from routing_offer where id = p_offer for no key update;
    if v_offer.accepted_at is null or v_offer.ended_at is not null then
        return;
    end if;
    if v_agent.load > v_offer.weight then
        v_wrap_up := 0;  -- others are being served: no time apart for this one
    end if;
    v_now := clock_timestamp();
    update routing_offer set ended_at = greatest(accepted_at, least(coalesce(p_at, v_now), v_now)), outcome = p_outcome
    where id = p_offer returning * into v_offer;
    update routing_place set service_ended_at = v_offer.ended_at,
        wrap_up_ended_at = case v_wrap_up when 0 then v_offer.ended_at end
    where id = v_offer.place_id returning * into v_place;
    v_event := audit_record('routing.ServiceEnded', 'contact:' || v_offer.contact_id, 'system:routing',
        v_offer.contact_id, null, v_place.unit_id,
        jsonb_build_object('contact_id', v_offer.contact_id, 'place_id', v_offer.place_id, 'offer_id', p_offer,
            'queue_id', v_offer.queue_id, 'agent_id', v_offer.agent_id, 'outcome', p_outcome,
            'talk_seconds', extract(epoch from v_offer.ended_at - v_offer.accepted_at),
            'has_wrap_up', v_wrap_up > 0));
    if v_wrap_up > 0 then
        v_agent := routing_enter(v_agent, 'wrap_up', '', v_agent.load - v_offer.weight, v_now, 'system:routing',
            v_now + make_interval(secs => v_wrap_up), v_place.id);
    else
        v_next := routing_release(v_agent, v_agent.load - v_offer.weight, v_now);
        offer_id := v_next.offer_id;
        v_more := v_next.topics;
    end if;
    is_ended := true;
    topics := concat_ws(' ', 'contact:' || v_offer.contact_id, 'queue:' || v_offer.queue_id,
        'agent:' || v_offer.agent_id, v_more);
end $$;
