-- A contact comes to a queue, waits, and leaves it.

-- The contact takes a place and is offered at once when somebody is free. A full queue keeps the place as overflowed.
-- Nobody is looked for while a contact that may be offered to whomever this one may waits here already: it waits
-- because nobody is free. (A condition on the contact in routing_pick_agent is one here, too.)
create or replace function routing_enqueue(
    p_contact bigint, p_queue bigint, p_weight int, p_head_start int, p_reasons jsonb, p_preferred bigint,
    p_kept_rank timestamptz, p_channel text,
    out place_id bigint, out offer_id bigint, out agent_id bigint, out is_full boolean, out topics text
) language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_queue record;
    v_place routing_place;
    v_pick record;
    v_now timestamptz;
    v_waiting int;
    v_in_vain boolean;
    v_queued audit_event;
begin
    select unit_id, region_id, max_waiting, preferred_seconds, strategy, pg_advisory_xact_lock(7400, p_queue::int),
        exists (select from contacts_contact where id = p_contact) as is_contact
        into strict v_queue
    from routing_queue where id = p_queue;
    if not v_queue.is_contact then
        raise foreign_key_violation using message = format('there is no contact %s', p_contact);
    end if;
    v_now := clock_timestamp();
    select count(*), bool_or(not w.is_offered and w.weight <= p_weight and w.preferred_agent_id is null
            and w.channel = p_channel)
        into v_waiting, v_in_vain
    from (select is_offered, weight, preferred_agent_id, channel from routing_place
        where queue_id = p_queue and left_at is null limit v_queue.max_waiting) w;
    v_place.contact_id := p_contact;
    v_place.queue_id := p_queue;
    v_place.unit_id := v_queue.unit_id;
    v_place.channel := p_channel;
    v_place.weight := p_weight;
    v_place.reasons := p_reasons;
    v_place.queued_at := v_now;
    v_place.rank_at := least(coalesce(p_kept_rank, v_now), v_now) - make_interval(secs => p_head_start);
    v_place.preferred_agent_id := p_preferred;
    if p_preferred is not null then
        v_place.preferred_until := v_now + make_interval(secs => v_queue.preferred_seconds);
    end if;
    if p_preferred is not null or v_in_vain is not true then
        v_pick := routing_pick_in_turn(v_place, v_now, v_queue.strategy);
        agent_id := (v_pick.agent).staff_id;
        topics := v_pick.told;
    end if;
    with placed as (
        insert into routing_place (contact_id, queue_id, unit_id, region_id, channel, weight, queued_at, rank_at,
            head_start_seconds, reasons, preferred_agent_id, preferred_until, is_offered, outcome)
        values (p_contact, p_queue, v_queue.unit_id, v_queue.region_id, p_channel, p_weight, v_now,
            v_place.rank_at, p_head_start, p_reasons, p_preferred, v_place.preferred_until, agent_id is not null, '')
        returning id
    ), queued as (
        select id, 'routing.ContactQueued' as name, 'contact:' || p_contact as subject, 'system:routing' as actor,
            jsonb_build_object('contact_id', p_contact, 'place_id', id, 'queue_id', p_queue,
                'queued_at', v_now, 'head_start_seconds', p_head_start, 'kept_seconds',
                extract(epoch from greatest(v_now - coalesce(p_kept_rank, v_now), interval '0'))) as data
        from placed
    ), told as (  -- that of a contact offered at once is written with the offer's
        insert into audit_event (name, subject, actor, contact_id, unit_id, data)
        select name, subject, actor, p_contact, v_queue.unit_id, data from queued where agent_id is null
    )
    select id, name, subject, actor, p_contact, v_queue.unit_id, data
        into place_id, v_queued.name, v_queued.subject, v_queued.actor, v_queued.contact_id, v_queued.unit_id,
            v_queued.data
    from queued;
    if agent_id is not null then
        v_place.id := place_id;
        v_place.is_offered := true;
        offer_id := routing_offer_place(v_place, v_pick.agent, v_now, v_pick.chosen, v_pick.figure, v_queued);
    end if;
    is_full := agent_id is null and v_waiting >= v_queue.max_waiting;
    if is_full then
        perform routing_close_place(place_id, 'overflow', v_now);
    end if;
    topics := concat_ws(' ', 'contact:' || p_contact, 'queue:' || p_queue, 'agent:' || agent_id, topics);
end $$;

-- The place is left without an answer; the row is locked by the caller or new.
create or replace function routing_close_place(p_place bigint, p_outcome text, p_at timestamptz) returns void
language plpgsql as $$
declare
    v_place routing_place;
begin
    update routing_place set left_at = p_at, outcome = p_outcome, is_offered = false where id = p_place
    returning * into v_place;
    perform audit_record('routing.ContactLeftQueue', 'contact:' || v_place.contact_id, 'system:routing',
        v_place.contact_id, null, v_place.unit_id,
        jsonb_build_object('contact_id', v_place.contact_id, 'place_id', p_place, 'queue_id', v_place.queue_id,
            'outcome', p_outcome,
            'wait_seconds', extract(epoch from greatest(p_at - v_place.queued_at, interval '0'))));
end $$;

-- The contact leaves its queue; a running offer is withdrawn and that agent gets the next contact at once.
-- False when it did not wait any more.
create or replace function routing_leave(p_contact bigint, p_outcome text, out has_left boolean, out topics text)
language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_place routing_place;
    v_offer routing_offer;
    v_agent routing_agent;
    v_freed record;
    v_next text;
    v_now timestamptz;
    v_is_locked boolean;
begin
    has_left := false;
    select * into v_place from routing_place where contact_id = p_contact and left_at is null;
    if v_place.id is null then
        return;
    end if;
    select * into v_offer from routing_offer where contact_id = p_contact and outcome = '';
    v_is_locked := routing_lock(v_place.queue_id, v_offer.agent_id);
    -- While the queue is ours nobody makes a new offer of this place; an offer made before that is seen now.
    select * into v_offer from routing_offer where contact_id = p_contact and outcome = '';
    select * into v_agent from routing_agent where staff_id = v_offer.agent_id for no key update;
    select * into v_offer from routing_offer where contact_id = p_contact and outcome = '' for no key update;
    select * into v_place from routing_place where id = v_place.id and left_at is null for no key update;
    if v_place.id is null then
        return;
    end if;
    v_now := clock_timestamp();
    if v_offer.id is not null then
        perform routing_close_offer(v_offer.id, 'withdrawn', v_now);
    end if;
    perform routing_close_place(v_place.id, p_outcome, v_now);
    if v_offer.id is not null then
        v_freed := routing_release(v_agent, v_agent.load - v_offer.weight, v_now);
        v_next := v_freed.topics;
    end if;
    has_left := true;
    topics := concat_ws(' ', 'contact:' || p_contact, 'queue:' || v_place.queue_id, 'agent:' || v_agent.staff_id,
        v_next);
end $$;

-- Offer what can be offered in one queue, at most p_most at once (a notification has its limits).
create or replace function routing_match(p_queue bigint, p_most int, out offers bigint[], out topics text)
language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_place routing_place;
    v_made record;
    v_now timestamptz;
begin
    perform pg_advisory_xact_lock(7400, p_queue::int);
    v_now := clock_timestamp();
    offers := '{}';
    while cardinality(offers) < p_most loop
        with free as materialized (
            select a.staff_id, m.after_seconds, a.load, a.channel_weights as weights
            from routing_membership m join routing_agent a on a.staff_id = m.agent_id
            where m.queue_id = p_queue and a.state in ('ready', 'offered', 'busy') and a.load < 100
              and a.wanted_state = ''
            union all
            select a.staff_id, null, a.load, a.channel_weights
            from routing_place p join routing_agent a on a.staff_id = p.preferred_agent_id
            where p.queue_id = p_queue and p.left_at is null and a.state in ('ready', 'offered', 'busy')
              and a.load < 100 and a.wanted_state = ''
        )
        select p.* into v_place from routing_place p
        where p.queue_id = p_queue and p.left_at is null and not p.is_offered and exists (
            select 1 from free
            where free.load + routing_weight(free.weights, p.channel, p.weight) <= 100 and (free.staff_id = p.preferred_agent_id or (
                p.queued_at + make_interval(secs => free.after_seconds) <= v_now
                and (p.preferred_agent_id is null or p.preferred_until <= v_now))))
        order by p.rank_at, p.id
        limit 1;
        exit when v_place.id is null;
        v_made := routing_try_place(v_place, v_now);
        topics := nullif(concat_ws(' ', topics, v_made.told), '');
        exit when v_made.offer_id is null;
        offers := offers || v_made.offer_id;
        topics := concat_ws(' ', topics, 'contact:' || v_place.contact_id, 'agent:' || v_made.agent_id);
    end loop;
    if topics is not null then
        topics := 'queue:' || p_queue || ' ' || topics;
    end if;
end $$;
