-- For every function with `topics` among its results a procedure of its name with `_and_tell`: the decision, its
-- commit, and then the notification in a transaction that waits for no disk. One statement in place of four, for
-- callers who are in no transaction of their own.
do $do$
declare
    v_made record;
begin
    for v_made in
        select p.proname as name,
            string_agg(format('%s %I %s', case a.mode when 'o' then 'inout' else 'in' end, a.name,
                format_type(a.type, null)), ', ' order by a.n) filter (where a.name <> 'topics') as arguments,
            string_agg(quote_ident(a.name), ', ' order by a.n) filter (where a.mode = 'i') as given,
            string_agg(format('%I := v_decided.%I;', a.name, a.name), ' ' order by a.n)
                filter (where a.mode = 'o' and a.name <> 'topics') as results
        from pg_proc p,
            unnest(p.proallargtypes, p.proargmodes, p.proargnames) with ordinality a (type, mode, name, n)
        where p.proname like 'routing\_%' and p.prokind = 'f' and 'topics' = any (p.proargnames)
            and p.pronamespace = current_schema()::regnamespace
            and p.proname not in ('routing_release', 'routing_try_agent')
        group by p.oid, p.proname
    loop
        execute format($format$
            create procedure %I(%s) language plpgsql as $$
            declare
                v_decided record;
            begin
                v_decided := %I(%s);
                commit;
                if v_decided.topics <> '' then
                    perform pg_notify('live', v_decided.topics);
                end if;
                %s
            end $$
        $format$, v_made.name || '_and_tell', v_made.arguments, v_made.name, v_made.given, v_made.results);
    end loop;
end $do$;
