-- An agent's presence: who becomes free takes the first contact over all queues served.

-- The agent is offered an unaccepted contact and cannot take it: the contact goes elsewhere at once.
-- p_only_expired: the sweep's case, where an answer may have come meanwhile.
create or replace function routing_offer_failed(
    p_offer bigint, p_outcome text, p_only_expired boolean,
    out place_id bigint, out offer_id bigint, out agent_id bigint
) language plpgsql as $$
declare
    v_offer routing_offer;
    v_now timestamptz;
begin
    select * into v_offer from routing_offer where id = p_offer;
    if v_offer.id is null then
        return;
    end if;
    perform pg_advisory_xact_lock(7400, v_offer.queue_id::int);
    perform 1 from routing_agent where staff_id = v_offer.agent_id for no key update;
    select * into v_offer from routing_offer where id = p_offer for no key update;
    v_now := clock_timestamp();
    if v_offer.ended_at is not null or v_offer.accepted_at is not null
        or (p_only_expired and v_offer.expires_at > v_now) then
        return;
    end if;
    perform routing_close_offer(p_offer, p_outcome, v_now);
    update routing_agent set wanted_state = 'not_answering', wanted_reason = p_outcome
    where staff_id = v_offer.agent_id and wanted_state = '';
    perform routing_settle(v_offer.agent_id, v_now);
    place_id := v_offer.place_id;
    select t.offer_id, t.agent_id into offer_id, agent_id from routing_try_place(place_id, v_now) t;
    perform routing_notify('contact:' || v_offer.contact_id, 'queue:' || v_offer.queue_id,
        'agent:' || v_offer.agent_id, 'agent:' || agent_id);
end $$;

-- The agent asks for a state, or somebody asks for them. While serving it is kept and honoured afterwards.
create or replace function routing_set_state(p_agent bigint, p_state text, p_reason text, p_actor text)
returns bigint language plpgsql as $$
declare
    v_agent routing_agent;
    v_offer routing_offer;
    v_next record;
    v_made record;
    v_now timestamptz;
    v_again text;
begin
    if p_state = 'offline' then
        select * into v_offer from routing_offer
        where agent_id = p_agent and ended_at is null and accepted_at is null order by id limit 1;
        if v_offer.id is not null then
            perform pg_advisory_xact_lock(7400, v_offer.queue_id::int);
        end if;
    elsif p_state = 'ready' then
        perform routing_lock(null, p_agent);
    end if;
    select * into strict v_agent from routing_agent where staff_id = p_agent for no key update;
    v_now := clock_timestamp();
    if v_agent.state = 'wrap_up' then
        perform routing_end_wrap_up(p_agent, v_now);
    end if;
    if v_agent.load > 0 then
        perform routing_want(v_agent, p_state, p_reason, p_actor);
        if p_state = 'offline' then
            v_again := routing_unreachable(p_agent, v_offer.queue_id, v_now);
        end if;
    else
        update routing_agent set wanted_state = '', wanted_reason = '' where staff_id = p_agent and wanted_state <> '';
        perform routing_enter(p_agent, p_state, p_reason, v_now, p_actor);
    end if;
    if p_state = 'ready' then
        select * into v_next from routing_try_agent(p_agent, v_now);
        perform routing_notify('agent:' || p_agent, v_next.topics);
        return v_next.offer_id;
    end if;
    perform routing_notify('agent:' || p_agent, v_again);
    return null;
end $$;

-- Remember what the agent wants after the running contact.
create or replace function routing_want(p_agent routing_agent, p_state text, p_reason text, p_actor text) returns void
language plpgsql as $$
declare
    v_state text := case p_state when 'ready' then '' else p_state end;
begin
    update routing_agent set wanted_state = v_state, wanted_reason = case v_state when '' then '' else p_reason end
    where staff_id = p_agent.staff_id;
    perform audit_record('routing.AgentStateWanted', 'agent:' || p_agent.staff_id, p_actor, null, null,
        p_agent.unit_id,
        jsonb_build_object('agent_id', p_agent.staff_id, 'state', p_state, 'reason', p_reason));
end $$;

-- The agent is gone: offers not yet answered fail, those of the locked queue are offered elsewhere at once
-- (others by the sweep). Returns whom to tell.
create or replace function routing_unreachable(p_agent bigint, p_queue bigint, p_at timestamptz) returns text
language plpgsql as $$
declare
    v_offer routing_offer;
    v_made record;
    v_topics text;
begin
    for v_offer in
        select * from routing_offer where agent_id = p_agent and ended_at is null and accepted_at is null
        order by id for no key update
    loop
        perform routing_close_offer(v_offer.id, 'unreachable', p_at);
        v_topics := concat_ws(' ', v_topics, 'contact:' || v_offer.contact_id, 'queue:' || v_offer.queue_id);
        if v_offer.queue_id = p_queue then
            select * into v_made from routing_try_place(v_offer.place_id, p_at);
            v_topics := concat_ws(' ', v_topics, 'agent:' || v_made.agent_id);
        end if;
    end loop;
    perform routing_settle(p_agent, p_at);
    return v_topics;
end $$;

-- The agent's wrap-up is over: its length goes to the place. The agent's row is locked.
create or replace function routing_end_wrap_up(p_agent bigint, p_at timestamptz) returns void language plpgsql as $$
declare
    v_place routing_place;
begin
    update routing_agent set wrap_up_until = null where staff_id = p_agent;
    for v_place in
        update routing_place set wrap_up_ended_at = greatest(p_at, service_ended_at)
        where agent_id = p_agent and service_ended_at is not null and wrap_up_ended_at is null returning *
    loop
        perform routing_wrap_up_event(v_place);
    end loop;
end $$;

create or replace function routing_wrap_up_event(p_place routing_place) returns void language plpgsql as $$
begin
    perform audit_record('routing.WrapUpEnded', 'contact:' || p_place.contact_id, 'system:routing',
        p_place.contact_id, null, p_place.unit_id,
        jsonb_build_object('contact_id', p_place.contact_id, 'place_id', p_place.id, 'queue_id', p_place.queue_id,
            'agent_id', p_place.agent_id,
            'wrap_up_seconds', extract(epoch from p_place.wrap_up_ended_at - p_place.service_ended_at)));
end $$;

-- Wrap-up is over, by the agent or by time: ready (or what was wanted) and, if ready, the next contact at once.
create or replace function routing_finish_wrap_up(p_agent bigint, p_only_overdue boolean) returns bigint
language plpgsql as $$
declare
    v_agent routing_agent;
    v_next record;
    v_now timestamptz;
begin
    perform routing_lock(null, p_agent);
    select * into v_agent from routing_agent where staff_id = p_agent for no key update;
    v_now := clock_timestamp();
    if v_agent.state is distinct from 'wrap_up' or (p_only_overdue and v_agent.wrap_up_until > v_now) then
        return null;
    end if;
    perform routing_end_wrap_up(p_agent, v_now);
    perform routing_settle(p_agent, v_now);
    select * into v_next from routing_try_agent(p_agent, v_now);
    perform routing_notify('agent:' || p_agent, v_next.topics);
    return v_next.offer_id;
end $$;

-- The conversation is over. The agent wraps up; with a wrap-up time of 0 the next contact comes at once.
create or replace function routing_end_service(p_offer bigint, p_at timestamptz, p_outcome text) returns boolean
language plpgsql as $$
declare
    v_offer routing_offer;
    v_agent routing_agent;
    v_place routing_place;
    v_wrap_up int;
    v_next text;
    v_now timestamptz;
begin
    select * into v_offer from routing_offer where id = p_offer;
    perform routing_lock(null, v_offer.agent_id);
    select * into v_agent from routing_agent where staff_id = v_offer.agent_id for no key update;
    select * into v_offer from routing_offer where id = p_offer for no key update;
    if v_offer.id is null or v_offer.accepted_at is null or v_offer.ended_at is not null then
        return false;
    end if;
    v_now := clock_timestamp();
    select wrap_up_seconds into v_wrap_up from routing_queue where id = v_offer.queue_id;
    if v_agent.load > v_offer.weight then
        v_wrap_up := 0;  -- others are being served: no time apart for this one
    end if;
    update routing_offer set ended_at = greatest(accepted_at, least(coalesce(p_at, v_now), v_now)), outcome = p_outcome
    where id = p_offer returning * into v_offer;
    update routing_place set service_ended_at = v_offer.ended_at,
        wrap_up_ended_at = case v_wrap_up when 0 then v_offer.ended_at end
    where id = v_offer.place_id returning * into v_place;
    perform audit_record('routing.ServiceEnded', 'contact:' || v_offer.contact_id, 'system:routing',
        v_offer.contact_id, null, v_place.unit_id,
        jsonb_build_object('contact_id', v_offer.contact_id, 'place_id', v_offer.place_id, 'offer_id', p_offer,
            'queue_id', v_offer.queue_id, 'agent_id', v_offer.agent_id, 'outcome', p_outcome,
            'talk_seconds', extract(epoch from v_offer.ended_at - v_offer.accepted_at)));
    update routing_agent set load = load - v_offer.weight,
        wrap_up_until = case when v_wrap_up > 0 then v_now + make_interval(secs => v_wrap_up) end
    where staff_id = v_offer.agent_id;
    if v_wrap_up > 0 then
        perform routing_enter(v_offer.agent_id, 'wrap_up', '', v_now, 'system:routing');
    else
        perform routing_wrap_up_event(v_place);
        perform routing_settle(v_offer.agent_id, v_now);
        select topics into v_next from routing_try_agent(v_offer.agent_id, v_now);
    end if;
    perform routing_notify('contact:' || v_offer.contact_id, 'queue:' || v_offer.queue_id,
        'agent:' || v_offer.agent_id, v_next);
    return true;
end $$;
