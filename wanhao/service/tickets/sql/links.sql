-- Links of tickets make no circle, whoever writes them: asked under one lock, so that two sessions cannot close one
-- together. A circle of mixed kinds is one too: a duplicate of its own child is nonsense.
create or replace function ticket_link_makes_no_circle() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(7402, 1);
    if exists (
        with recursive above(id) as (
            select new.target_id
            union
            select link.target_id from tickets_link link join above on link.source_id = above.id
        )
        select from above where id = new.source_id
    ) then
        raise exception 'links of tickets would make a circle' using errcode = 'check_violation',
            constraint = 'links_make_no_circle';
    end if;
    return new;
end
$$;
drop trigger if exists links_make_no_circle on tickets_link;
create trigger links_make_no_circle before insert or update on tickets_link
    for each row execute function ticket_link_makes_no_circle();
