-- What time, a crash or a rollback left behind: listed here, mended one by one in transactions of their own.
create or replace function routing_due() returns table (kind text, id bigint) language plpgsql stable as $$
declare
    v_now timestamptz := clock_timestamp();
begin
    return query
    select 'offer', o.id from routing_offer o
    where o.ended_at is null and o.accepted_at is null and o.expires_at <= v_now
    union all
    select 'wrap_up', a.staff_id from routing_agent a where a.state = 'wrap_up' and a.wrap_up_until <= v_now
    union all
    select 'gone', p.contact_id from routing_place p join contacts_contact c on c.id = p.contact_id
    where p.left_at is null and c.status = 'ended'
    union all
    select 'over', o.id from routing_offer o join contacts_contact c on c.id = o.contact_id
    where o.ended_at is null and o.accepted_at is not null and c.ended_at <= v_now - interval '10 s'
    union all
    select 'overlong', p.contact_id from routing_place p join routing_queue q on q.id = p.queue_id
    where p.left_at is null and not p.is_offered
      and p.queued_at + make_interval(secs => q.longest_wait_seconds) <= v_now
      and not exists (select 1 from contacts_contact c where c.id = p.contact_id and c.channel = 'callback');
end $$;

-- The queue whose first contact is the first of all that wait beside somebody who could serve them: so that an agent
-- whom several queues may ask from this second on is asked by the one who came first.
create or replace function routing_first_beside_an_agent(p_not bigint[]) returns bigint language sql stable as $$
    select first.queue_id from (
        select p.queue_id, p.rank_at, p.id
        from routing_agent a
        join routing_membership m on m.agent_id = a.staff_id
        join routing_place p on p.queue_id = m.queue_id and p.left_at is null and not p.is_offered
        where a.state in ('ready', 'offered', 'busy') and a.load < 100 and a.wanted_state = ''
          and a.load + routing_weight(a.channel_weights, p.channel, p.weight) <= 100
          and p.queued_at + make_interval(secs => m.after_seconds) <= clock_timestamp()
          and (p.preferred_agent_id is null or p.preferred_until <= clock_timestamp())
        union all
        select p.queue_id, p.rank_at, p.id
        from routing_place p join routing_agent a on a.staff_id = p.preferred_agent_id
        where p.left_at is null and not p.is_offered and p.preferred_agent_id is not null
          and a.state in ('ready', 'offered', 'busy') and a.load < 100 and a.wanted_state = ''
          and a.load + routing_weight(a.channel_weights, p.channel, p.weight) <= 100
    ) first
    where first.queue_id <> all (p_not)
    order by first.rank_at, first.id
    limit 1
$$;
