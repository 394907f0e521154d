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
      and not exists (select 1 from contacts_contact c where c.id = p.contact_id and c.channel = 'callback')
    union all
    select 'queue', w.queue_id
    from (select p.queue_id, min(p.queued_at) as since from routing_place p
          where p.left_at is null and not p.is_offered group by p.queue_id) w
    where exists (
        select 1 from routing_membership m join routing_agent a on a.staff_id = m.agent_id
        where m.queue_id = w.queue_id and a.state in ('ready', 'offered', 'busy') and a.load < 100
          and a.wanted_state = '' and w.since + make_interval(secs => m.after_seconds) <= v_now
    ) or exists (
        select 1 from routing_place p join routing_agent a on a.staff_id = p.preferred_agent_id
        where p.queue_id = w.queue_id and p.left_at is null and not p.is_offered
          and a.state in ('ready', 'offered', 'busy') and a.load < 100 and a.wanted_state = ''
    );
end $$;
