-- Locks. Every routing function takes them in one order, so that none waits for another in a ring:
--   queues (advisory, ascending) → the agent's row → the offer's row → the place's row.
-- A contact that arrives or returns locks its queue exclusively; an agent who becomes free locks all queues served
-- in shared mode. Whoever comes second therefore sees what the first one wrote: each statement after the lock has a
-- new snapshot (READ COMMITTED, volatile functions). One routing call per transaction, and it comes first.

create or replace function routing_lock(p_exclusive bigint, p_agent bigint) returns void language plpgsql as $$
declare
    v_queue bigint;
begin
    if p_agent is null then
        perform pg_advisory_xact_lock(7400, p_exclusive::int);
        return;
    end if;
    for v_queue in
        select queue_id from routing_membership where agent_id = p_agent
        union select queue_id from routing_place where preferred_agent_id = p_agent and left_at is null
        union select p_exclusive where p_exclusive is not null
        order by 1
    loop
        if v_queue = p_exclusive then
            perform pg_advisory_xact_lock(7400, v_queue::int);
        else
            perform pg_advisory_xact_lock_shared(7400, v_queue::int);
        end if;
    end loop;
end $$;

-- One word for all who watch; sent once, at the end of each public function. Missing topics are left out.
create or replace function routing_notify(variadic p_topics text[]) returns void language sql volatile as $$
    select pg_notify('live', (select string_agg(distinct topic, ' ') from unnest(p_topics) topic))
$$;

-- The agent enters a state: the old spell ends, a new one begins, the event is kept.
create or replace function routing_enter(p_agent bigint, p_state text, p_reason text, p_at timestamptz, p_actor text)
returns void language plpgsql as $$
declare
    v_before routing_agent;
begin
    select * into v_before from routing_agent where staff_id = p_agent;
    if v_before.state = p_state and v_before.reason = p_reason then
        return;
    end if;
    update routing_agent set
        state = p_state,
        reason = p_reason,
        state_since = p_at,
        idle_since = case
            when p_state = 'ready' then case v_before.state when 'offered' then coalesce(idle_since, p_at) else p_at end
            when p_state = 'offered' then idle_since
        end
    where staff_id = p_agent;
    update routing_statespell set ended_at = p_at where agent_id = p_agent and ended_at is null;
    insert into routing_statespell (agent_id, state, reason, began_at) values (p_agent, p_state, p_reason, p_at);
    perform audit_record('routing.AgentStateChanged', 'agent:' || p_agent, p_actor, null, null, v_before.unit_id,
        jsonb_build_object('agent_id', p_agent, 'state', p_state, 'reason', p_reason, 'before', v_before.state,
            'before_seconds', extract(epoch from greatest(p_at - v_before.state_since, interval '0'))));
end $$;

-- An agent whose load has just become less: back to what was wanted, or ready; still busy while others are served.
create or replace function routing_settle(p_agent bigint, p_at timestamptz) returns void language plpgsql as $$
declare
    v_agent routing_agent;
begin
    select * into v_agent from routing_agent where staff_id = p_agent;
    if v_agent.load > 0 then
        if v_agent.state = 'busy' and not exists (
            select 1 from routing_offer where agent_id = p_agent and ended_at is null and accepted_at is not null) then
            perform routing_enter(p_agent, 'offered', '', p_at, 'system:routing');
        end if;
    elsif v_agent.wanted_state <> '' then
        update routing_agent set wanted_state = '', wanted_reason = '' where staff_id = p_agent;
        perform routing_enter(p_agent, v_agent.wanted_state, v_agent.wanted_reason, p_at, 'system:routing');
    else
        perform routing_enter(p_agent, 'ready', '', p_at, 'system:routing');
    end if;
end $$;
