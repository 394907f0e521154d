-- Locks. Every routing function takes them in one order, so that none waits for another in a ring:
--   queues (advisory, ascending) → the agent's row → the offer's row → the place's row.
-- A contact that arrives or returns locks its queue exclusively; an agent who becomes free locks all queues served
-- in shared mode. Whoever comes second therefore sees what the first one wrote: each statement after the lock has a
-- new snapshot (READ COMMITTED, volatile functions). One routing call per transaction, and it comes first.
--
-- Public functions return `topics`: whom to tell. That is done after the commit and not within it (telling.sql), as
-- NOTIFY makes committing transactions wait for each other's flush to disk. A word lost in a crash between the two
-- is made good by those who look again every second or two (the sweep, a waiting call).

-- Functions that do something are called in assignments and not with `perform`, which is a statement of its own each
-- time; that is why they return true.

create or replace function routing_lock(p_exclusive bigint, p_agent bigint) returns boolean language plpgsql as $$
begin
    if p_agent is null then
        perform pg_advisory_xact_lock(7400, p_exclusive::int);
        return true;
    end if;
    perform case when served.queue_id = p_exclusive then pg_advisory_xact_lock(7400, served.queue_id::int)
                 else pg_advisory_xact_lock_shared(7400, served.queue_id::int) end
    from (
        select queue_id from routing_membership where agent_id = p_agent
        union all select queue_id from routing_place where preferred_agent_id = p_agent and left_at is null
        union all select p_exclusive where p_exclusive is not null
        order by 1
    ) served;
    return true;
end $$;

-- The agent, whose row is locked and given as it was read, has this state and load from now on: the old spell is
-- over, and that is an event. The running spell is the agent's row; it is kept when it is over. Returns the row as it
-- is now. What belongs together is written in one statement: each costs as much as a row to begin and to end.
create or replace function routing_enter(
    p_agent routing_agent, p_state text, p_reason text, p_load int, p_at timestamptz, p_actor text,
    p_wrap_up_until timestamptz default null, p_wrap_up_place bigint default null
) returns routing_agent language plpgsql as $$
declare
    v_change jsonb := routing_change(p_agent, p_state, p_reason, p_at);
    v_agent routing_agent;
begin
    if v_change is null then
        update routing_agent set load = p_load where staff_id = p_agent.staff_id returning * into v_agent;
        return v_agent;
    end if;
    with spell as (
        insert into routing_statespell (agent_id, state, reason, began_at, ended_at)
        values (p_agent.staff_id, p_agent.state, p_agent.reason, p_agent.state_since, p_at)
    ), told as (
        insert into audit_event (name, subject, actor, unit_id, data)
        values ('routing.AgentStateChanged', 'agent:' || p_agent.staff_id, p_actor, p_agent.unit_id, v_change)
    )
    update routing_agent set
        state = p_state, reason = p_reason, load = p_load, state_since = p_at,
        wrap_up_until = p_wrap_up_until, wrap_up_place_id = p_wrap_up_place,
        idle_since = case when p_state in ('ready', 'offered') then coalesce(idle_since, p_at) end
    where staff_id = p_agent.staff_id
    returning * into v_agent;
    return v_agent;
end $$;

-- What the event of a change of state tells; null when nothing changes.
create or replace function routing_change(p_agent routing_agent, p_state text, p_reason text, p_at timestamptz)
returns jsonb language plpgsql as $$
begin
    if p_agent.state = p_state and p_agent.reason = p_reason then
        return null;
    end if;
    return jsonb_build_object('agent_id', p_agent.staff_id, 'state', p_state, 'reason', p_reason,
        'before', p_agent.state,
        'before_seconds', extract(epoch from greatest(p_at - p_agent.state_since, interval '0')));
end $$;

-- Write an event that was made and not yet written, if there is one.
create or replace function routing_record(p_event audit_event) returns boolean language plpgsql as $$
begin
    if p_event.name is not null then
        insert into audit_event (name, subject, actor, contact_id, unit_id, data)
        values (p_event.name, p_event.subject, p_event.actor, p_event.contact_id, p_event.unit_id, p_event.data);
    end if;
    return p_event.name is not null;
end $$;

-- The agent's load becomes less and is now p_load. Still serving: busy or ringing. Otherwise what was wanted; or the
-- next contact of the queues served (held shared by the caller); or ready. p_first: an event not yet written.
create or replace function routing_release(
    p_agent routing_agent, p_load int, p_at timestamptz, p_first audit_event default null,
    out offer_id bigint, out topics text
) language plpgsql as $$
declare
    v_agent routing_agent := p_agent;
    v_state text;
    v_made record;
    v_is_told boolean;
begin
    v_agent.load := p_load;
    if p_load = 0 and p_agent.wanted_state <> '' then
        v_is_told := routing_record(p_first);
        update routing_agent set wanted_state = '', wanted_reason = '' where staff_id = p_agent.staff_id;
        v_agent := routing_enter(p_agent, p_agent.wanted_state, p_agent.wanted_reason, 0, p_at, 'system:routing');
        return;
    end if;
    if p_load > 0 then
        v_state := case
            when exists (select 1 from routing_offer where agent_id = p_agent.staff_id and ended_at is null
                         and accepted_at is not null) then 'busy'
            else 'offered' end;
        v_agent := routing_enter(p_agent, v_state, '', p_load, p_at, 'system:routing');
    end if;
    if p_agent.wanted_state = '' then
        v_made := routing_try_agent(v_agent, p_at, p_first);
        offer_id := v_made.offer_id;
        topics := v_made.topics;
    end if;
    if offer_id is null then
        v_is_told := routing_record(p_first);
    end if;
    if p_load = 0 and offer_id is null then
        v_agent := routing_enter(p_agent, 'ready', '', 0, p_at, 'system:routing');
    end if;
end $$;
