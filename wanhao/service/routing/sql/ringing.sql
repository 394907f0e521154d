-- The offer reached the agent late (we were slow): it runs for the queue's whole time from now, so that nobody is set
-- aside whose telephone hardly rang. Null when the offer was answered or ended meanwhile.
create or replace function routing_ring_late(p_offer bigint, out expires_at timestamptz, out topics text)
language plpgsql set enable_seqscan = off set enable_memoize = off
    set plan_cache_mode = force_generic_plan as $$
begin
    update routing_offer o set expires_at = clock_timestamp() + make_interval(secs => q.offer_seconds)
    from routing_queue q
    where o.id = p_offer and q.id = o.queue_id and o.ended_at is null and o.accepted_at is null
    returning o.expires_at, 'agent:' || o.agent_id into routing_ring_late.expires_at, routing_ring_late.topics;
end $$;
