"""Rows that change often get room on their pages, and their foreign keys are checked at once, inside the functions.

Checked at commit, outside of the functions, their plans could be sequential scans made when the tables were small.
"""

from django.db import migrations

ROOM = """
alter table routing_agent set (fillfactor = 60);
alter table routing_place set (fillfactor = 80);
alter table routing_offer set (fillfactor = 80);
alter table routing_statespell set (fillfactor = 90);
"""
CHECK_AT_ONCE = """
do $$
declare
    v_key record;
begin
    for v_key in
        select conrelid::regclass as hot, conname from pg_constraint
        where contype = 'f' and condeferrable
          and conrelid in ('routing_place'::regclass, 'routing_offer'::regclass, 'routing_statespell'::regclass)
    loop
        execute format('alter table %s alter constraint %I not deferrable', v_key.hot, v_key.conname);
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    replaces = [("routing", "0003_functions"), ("routing", "0005_indexes_and_keys")]
    dependencies = [("routing", "0001_initial")]
    operations = [
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_AT_ONCE, migrations.RunSQL.noop),
    ]
