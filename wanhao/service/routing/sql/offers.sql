-- Offers: a lease on an agent's time, later the service itself.

-- What a contact weighs for an agent: as it comes, or what the agent's limit of its channel says.
create or replace function routing_weight(p_weights jsonb, p_channel text, p_weight smallint) returns int
language sql immutable parallel safe as $$
    select case when p_weights = '{}' then p_weight else coalesce((p_weights ->> p_channel)::int, p_weight) end
$$;

-- Which part of their time at work an agent was ringing, serving or wrapping up, over so many minutes; 0 for a newcomer.
create or replace function routing_busy_share(p_agent bigint, p_at timestamptz, p_minutes int) returns float8
language sql stable as $$
    select coalesce(sum(seconds) filter (where state in ('offered', 'busy', 'wrap_up')) / nullif(sum(seconds), 0), 0)
    from (
        select state, extract(epoch from least(ended_at, p_at)
            - greatest(began_at, p_at - make_interval(mins => p_minutes)))::float8 as seconds
        from (
            select state, began_at, ended_at from routing_statespell
            where agent_id = p_agent and began_at > p_at - make_interval(mins => p_minutes, hours => 12)
              and ended_at > p_at - make_interval(mins => p_minutes)
            union all
            select state, state_since, p_at from routing_agent where staff_id = p_agent
        ) spells
        where began_at < p_at and state <> 'offline'
    ) parts
$$;

-- Give the place to the agent; both rows are locked by the caller and given as they were read. p_first: an event from
-- before the offer, not yet written. One statement writes all: see routing_enter.
create or replace function routing_offer_place(
    p_place routing_place, p_agent routing_agent, p_at timestamptz, p_chosen text, p_figure float8,
    p_first audit_event default null
) returns bigint language plpgsql as $$
declare
    v_offer bigint;
    v_state text := case when p_agent.state = 'busy' and p_agent.load > 0 then 'busy' else 'offered' end;
    v_weight int := routing_weight(p_agent.channel_weights, p_place.channel, p_place.weight);
    v_change jsonb := routing_change(p_agent, v_state, '', p_at);
begin
    if not p_place.is_offered then
        update routing_place set is_offered = true where id = p_place.id;
    end if;
    with agent as (
        update routing_agent set
            state = v_state, reason = '', load = p_agent.load + v_weight,
            state_since = case when v_change is null then state_since else p_at end,
            wrap_up_until = null, wrap_up_place_id = null,
            idle_since = case v_state when 'offered' then coalesce(idle_since, p_at) end
        where staff_id = p_agent.staff_id
    ), spell as (
        insert into routing_statespell (agent_id, state, reason, began_at, ended_at)
        select p_agent.staff_id, p_agent.state, p_agent.reason, p_agent.state_since, p_at where v_change is not null
    ), offer as (
        insert into routing_offer (place_id, contact_id, queue_id, agent_id, weight, offered_at, expires_at, outcome,
            chosen_by, chosen_figure)
        select p_place.id, p_place.contact_id, p_place.queue_id, p_agent.staff_id, v_weight, p_at,
            p_at + make_interval(secs => offer_seconds), '', p_chosen, p_figure
        from routing_queue where id = p_place.queue_id
        returning id
    ), told as (
        insert into audit_event (name, subject, actor, contact_id, unit_id, data)
        select p_first.name, p_first.subject, p_first.actor, p_first.contact_id, p_first.unit_id, p_first.data
        where p_first.name is not null
        union all
        select 'routing.AgentStateChanged', 'agent:' || p_agent.staff_id, 'system:routing', null, p_agent.unit_id,
            v_change
        where v_change is not null
        union all
        select 'routing.ContactOffered', 'contact:' || p_place.contact_id, 'system:routing', p_place.contact_id,
            p_place.unit_id,
            jsonb_build_object('contact_id', p_place.contact_id, 'place_id', p_place.id, 'offer_id', offer.id,
                'queue_id', p_place.queue_id, 'agent_id', p_agent.staff_id,
                'wait_seconds', extract(epoch from greatest(p_at - p_place.queued_at, interval '0')))
        from offer
    )
    select id into v_offer from offer;
    return v_offer;
end $$;

-- The best free agent for a place, their row locked, how they were chosen and by which figure; agent null when there is
-- none. The caller holds its queue exclusively. p_strategy: that of the queue, looked up when it is not given.
create or replace function routing_pick_agent(
    p_place routing_place, p_at timestamptz, p_strategy text default null,
    out agent routing_agent, out chosen text, out figure float8
) language plpgsql as $$
declare
    v_pick record;
    v_strategy text := p_strategy;
    v_minutes int;
begin
    if p_place.preferred_agent_id is not null then
        select * into agent from routing_agent a
        where a.staff_id = p_place.preferred_agent_id and a.state in ('ready', 'offered', 'busy')
          and a.load + routing_weight(a.channel_weights, p_place.channel, p_place.weight) <= 100
          and a.wanted_state = ''
        for no key update skip locked;
        if agent.staff_id is not null or p_place.preferred_until > p_at then
            chosen := 'preferred';
            return;
        end if;
    end if;
    if v_strategy is null then
        select strategy into v_strategy from routing_queue where id = p_place.queue_id;
    end if;
    if v_strategy = 'big_level' then
        v_strategy := case when p_place.reasons @> '[{"wants_best": true}]' then 'level' else 'idle' end;
    end if;
    chosen := v_strategy;
    if v_strategy = 'level' then
        select a as agent, m.level::float8 as figure into v_pick
        from routing_membership m join routing_agent a on a.staff_id = m.agent_id
        where m.queue_id = p_place.queue_id
          and p_place.queued_at + make_interval(secs => m.after_seconds) <= p_at
          and a.state in ('ready', 'offered', 'busy') and a.wanted_state = ''
          and a.load + routing_weight(a.channel_weights, p_place.channel, p_place.weight) <= 100
        order by m.level desc, a.load, a.idle_since nulls last, a.staff_id
        limit 1
        for no key update of a skip locked;
    elsif v_strategy = 'idle' then
        select a as agent, extract(epoch from p_at - coalesce(a.idle_since, p_at))::float8 as figure into v_pick
        from routing_membership m join routing_agent a on a.staff_id = m.agent_id
        where m.queue_id = p_place.queue_id
          and p_place.queued_at + make_interval(secs => m.after_seconds) <= p_at
          and a.state in ('ready', 'offered', 'busy') and a.wanted_state = ''
          and a.load + routing_weight(a.channel_weights, p_place.channel, p_place.weight) <= 100
        order by a.load, a.idle_since nulls last, m.level desc, a.staff_id
        limit 1
        for no key update of a skip locked;
    else
        select occupied_minutes into v_minutes from routing_queue where id = p_place.queue_id;
        select a as agent, busy.share as figure into v_pick
        from routing_membership m join routing_agent a on a.staff_id = m.agent_id
        cross join lateral (select routing_busy_share(a.staff_id, p_at, v_minutes) as share) busy
        where m.queue_id = p_place.queue_id
          and p_place.queued_at + make_interval(secs => m.after_seconds) <= p_at
          and a.state in ('ready', 'offered', 'busy') and a.wanted_state = ''
          and a.load + routing_weight(a.channel_weights, p_place.channel, p_place.weight) <= 100
        order by a.load, busy.share, a.idle_since nulls last, a.staff_id
        limit 1
        for no key update of a skip locked;
    end if;
    agent := v_pick.agent;
    figure := v_pick.figure;
end $$;

-- The best free agent for a place, unless somebody who came before it, in whatever queue, may be given to that agent by
-- now: rings and waits for a preferred agent end by the clock, between two sweeps. Those before it are offered first
-- (told: whom to tell), then the next agent is looked for. The other queue's lock is only tried, for it comes out of
-- order: where somebody decides at this moment, the place waits for the sweep (agent null).
create or replace function routing_pick_in_turn(
    p_place routing_place, p_at timestamptz, p_strategy text default null,
    out agent routing_agent, out chosen text, out figure float8, out told text
) language plpgsql as $$
declare
    v_pick record;
    v_older routing_place;
    v_skip bigint[] := '{}';
begin
    loop
        v_pick := routing_pick_agent(p_place, p_at, p_strategy);
        agent := v_pick.agent;
        chosen := v_pick.chosen;
        figure := v_pick.figure;
        exit when agent.staff_id is null;
        select older.* into v_older
        from routing_membership m cross join lateral (
            select * from routing_place
            where queue_id = m.queue_id and left_at is null and not is_offered
              and rank_at <= p_place.rank_at and (rank_at < p_place.rank_at or id < p_place.id)
              and queued_at + make_interval(secs => m.after_seconds) <= p_at
              and agent.load + routing_weight(agent.channel_weights, channel, weight) <= 100
              and (preferred_agent_id is null or preferred_agent_id = agent.staff_id or preferred_until <= p_at)
              and id <> all (v_skip)
            order by rank_at, id
            limit 1
        ) older
        where m.agent_id = agent.staff_id
        order by older.rank_at, older.id
        limit 1;
        exit when v_older.id is null;
        if not pg_try_advisory_xact_lock_shared(7400, v_older.queue_id::int) then
            agent := null;
            exit;
        end if;
        v_skip := v_skip || v_older.id;  -- a place that is locked now is being taken by another agent: it is theirs
        select * into v_older from routing_place
        where id = v_older.id and left_at is null and not is_offered for no key update skip locked;
        continue when v_older.id is null;
        perform routing_offer_place(v_older, agent, p_at, 'turn', null);
        told := concat_ws(' ', told, 'contact:' || v_older.contact_id, 'queue:' || v_older.queue_id,
            'agent:' || agent.staff_id);
    end loop;
end $$;

-- Offer a waiting place to the best free agent, if there is one; the caller holds its queue exclusively.
create or replace function routing_try_place(
    p_place routing_place, p_at timestamptz, out offer_id bigint, out agent_id bigint, out told text
) language plpgsql as $$
declare
    v_pick record := routing_pick_in_turn(p_place, p_at);
begin
    agent_id := (v_pick.agent).staff_id;
    told := v_pick.told;
    if agent_id is not null then
        offer_id := routing_offer_place(p_place, v_pick.agent, p_at, v_pick.chosen, v_pick.figure);
    end if;
end $$;

-- Offer a free agent the first contact over all queues served, and more while they fit beside it (chats); the caller
-- holds those queues shared and the agent's row. Returns the first offer. Of the given row only the load and the wish
-- count: its state is about to change. p_first: an event not yet written; it is written with the first offer.
create or replace function routing_try_agent(
    p_agent routing_agent, p_at timestamptz, p_first audit_event default null, out offer_id bigint, out topics text
) language plpgsql as $$
declare
    v_agent routing_agent := p_agent;
    v_first audit_event := p_first;
    v_place bigint;
    v_taken routing_place;
    v_offer bigint;
    v_skip bigint[] := '{}';
    v_is_limited boolean := p_agent.channel_weights <> '{}';
begin
    while v_agent.wanted_state = '' and v_agent.load < 100 loop
        select best.id into v_place from (
            select p.id, p.rank_at
            from routing_membership m cross join lateral (
                select id, rank_at from routing_place
                where queue_id = m.queue_id and left_at is null and not is_offered
                  and queued_at + make_interval(secs => m.after_seconds) <= p_at
                  and case when v_is_limited then routing_weight(v_agent.channel_weights, channel, weight)
                      else weight end <= 100 - v_agent.load
                  and (preferred_agent_id is null or preferred_agent_id = v_agent.staff_id or preferred_until <= p_at)
                  and id <> all (v_skip)
                order by rank_at, id
                limit 1
            ) p
            where m.agent_id = v_agent.staff_id
            union all
            select id, rank_at from routing_place
            where preferred_agent_id = v_agent.staff_id and left_at is null and not is_offered
              and routing_weight(v_agent.channel_weights, channel, weight) <= 100 - v_agent.load
              and id <> all (v_skip)
        ) best
        order by best.rank_at, best.id
        limit 1;
        exit when v_place is null;
        -- Another agent may be taking it at this moment: then it is theirs, and we look further.
        v_skip := v_skip || v_place;
        update routing_place set is_offered = true
        where id = (select id from routing_place
                    where id = v_place and left_at is null and not is_offered for no key update skip locked)
        returning * into v_taken;
        continue when v_taken.id is null;
        v_offer := routing_offer_place(v_taken, v_agent, p_at, 'turn', null, v_first);
        v_first := null;
        v_agent.state := case when v_agent.state = 'busy' and v_agent.load > 0 then 'busy' else 'offered' end;
        v_agent.reason := '';
        v_agent.load := v_agent.load + routing_weight(v_agent.channel_weights, v_taken.channel, v_taken.weight);
        offer_id := coalesce(offer_id, v_offer);
        topics := concat_ws(' ', topics, 'contact:' || v_taken.contact_id, 'queue:' || v_taken.queue_id);
    end loop;
end $$;

-- Close a running offer without service; the agent's load is the caller's to change. Agent and offer are locked.
create or replace function routing_close_offer(p_offer bigint, p_outcome text, p_at timestamptz) returns routing_place
language plpgsql as $$
declare
    v_offer routing_offer;
    v_place routing_place;
    v_event bigint;
begin
    update routing_offer set ended_at = p_at, outcome = p_outcome where id = p_offer returning * into v_offer;
    update routing_place set is_offered = false where id = v_offer.place_id returning * into v_place;
    v_event := audit_record('routing.OfferFailed', 'contact:' || v_offer.contact_id, 'system:routing',
        v_offer.contact_id, null, v_place.unit_id,
        jsonb_build_object('contact_id', v_offer.contact_id, 'place_id', v_offer.place_id, 'offer_id', p_offer,
            'queue_id', v_offer.queue_id, 'agent_id', v_offer.agent_id, 'outcome', p_outcome,
            'rang_seconds', extract(epoch from greatest(p_at - v_offer.offered_at, interval '0'))));
    return v_place;
end $$;

-- The agent answered. False when the offer was withdrawn or given elsewhere meanwhile.
create or replace function routing_accept(p_offer bigint, out is_accepted boolean, out topics text)
language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_offer routing_offer;
    v_agent routing_agent;
    v_place routing_place;
    v_event bigint;
    v_now timestamptz;
begin
    select a.* into v_agent from routing_agent a
    where a.staff_id = (select o.agent_id from routing_offer o where o.id = p_offer) for no key update;
    v_now := clock_timestamp();
    update routing_offer set accepted_at = v_now
    where id = p_offer and ended_at is null and accepted_at is null returning * into v_offer;
    is_accepted := v_offer.id is not null;
    if not is_accepted then  -- unless it was answered before
        is_accepted := exists (select 1 from routing_offer where id = p_offer and ended_at is null);
        return;
    end if;
    update routing_place p set left_at = v_now, outcome = 'answered', agent_id = v_offer.agent_id, is_offered = false,
        in_limit = v_now - p.queued_at <= make_interval(secs => q.answer_limit_seconds)
    from routing_queue q where p.id = v_offer.place_id and q.id = p.queue_id returning p.* into v_place;
    v_agent := routing_enter(v_agent, 'busy', '', v_agent.load, v_now, 'system:routing');
    v_event := audit_record('routing.OfferAccepted', 'contact:' || v_offer.contact_id, 'system:routing',
        v_offer.contact_id, null, v_place.unit_id,
        jsonb_build_object('contact_id', v_offer.contact_id, 'place_id', v_offer.place_id, 'offer_id', p_offer,
            'queue_id', v_offer.queue_id, 'agent_id', v_offer.agent_id,
            'wait_seconds', extract(epoch from greatest(v_now - v_place.queued_at, interval '0')),
            'in_limit', v_place.in_limit));
    topics := concat_ws(' ', 'contact:' || v_offer.contact_id, 'queue:' || v_offer.queue_id,
        'agent:' || v_offer.agent_id);
end $$;
