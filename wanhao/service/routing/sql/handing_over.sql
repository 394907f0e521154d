-- A contact goes from the agent who serves it to one who is in the call already (consulted, or a supervisor): no wait.

-- The agent, reserved by a call of their own, serves the contact from now on: a place answered in the same moment, with
-- the reasons of a transfer. The service before it ends as served. No offer for one who is no agent.
create or replace function routing_hand_over(
    p_contact bigint, p_before bigint, p_agent bigint, p_queue bigint, p_head_start int, p_reasons jsonb,
    out offer_id bigint, out topics text
) language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_ended record;
    v_agent routing_agent;
    v_queue routing_queue;
    v_before routing_place;
    v_place routing_place;
    v_now timestamptz;
begin
    v_ended := routing_end_service(p_before, null, 'served');
    select * into v_agent from routing_agent where staff_id = p_agent for no key update;
    if v_agent.state is distinct from 'busy' or v_agent.reason <> 'own_call' then
        topics := concat_ws(' ', 'contact:' || p_contact, v_ended.topics);
        return;
    end if;
    select * into strict v_queue from routing_queue where id = p_queue;
    select * into strict v_before from routing_place where contact_id = p_contact order by id desc limit 1;
    v_now := clock_timestamp();
    insert into routing_place (contact_id, queue_id, unit_id, region_id, channel, weight, queued_at, rank_at,
        head_start_seconds, reasons, is_offered, left_at, outcome, agent_id, in_limit)
    values (p_contact, p_queue, v_queue.unit_id, v_queue.region_id, v_before.channel, v_agent.load, v_now,
        v_now - make_interval(secs => p_head_start), p_head_start, p_reasons, false, v_now, 'answered', p_agent, true)
    returning * into v_place;
    insert into routing_offer (place_id, contact_id, queue_id, agent_id, weight, offered_at, expires_at, accepted_at,
        outcome)
    values (v_place.id, p_contact, p_queue, p_agent, v_place.weight, v_now, v_now, v_now, '')
    returning id into offer_id;
    v_agent := routing_enter(v_agent, 'busy', '', v_agent.load, v_now, 'system:routing');
    perform audit_record('routing.ContactQueued', 'contact:' || p_contact, 'system:routing', p_contact, null,
        v_place.unit_id,
        jsonb_build_object('contact_id', p_contact, 'place_id', v_place.id, 'queue_id', p_queue,
            'queued_at', v_now, 'head_start_seconds', p_head_start, 'kept_seconds', 0));
    perform audit_record('routing.OfferAccepted', 'contact:' || p_contact, 'system:routing', p_contact, null,
        v_place.unit_id,
        jsonb_build_object('contact_id', p_contact, 'place_id', v_place.id, 'offer_id', offer_id,
            'queue_id', p_queue, 'agent_id', p_agent, 'wait_seconds', 0, 'in_limit', true));
    topics := concat_ws(' ', 'contact:' || p_contact, v_ended.topics, 'agent:' || p_agent);
end $$;
