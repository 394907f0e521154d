-- Ticket numbers count on through the days; a number is never given twice.
create sequence if not exists ticket_number;

-- '宽带断网' → {宽带,带断,断网}. A text holds a word of two or more characters only if it holds all pairs of the word;
-- pg_trgm would leave the two-character words of Chinese without an index.
create or replace function ticket_bigrams(t text) returns text[] language sql immutable strict parallel safe as $$
    select coalesce(array_agg(distinct substr(low, n, 2)), '{}')
    from (select lower(regexp_replace(t, '\s+', ' ', 'g')) as low) as plain,
         generate_series(1, length(low) - 1) as n
$$;
