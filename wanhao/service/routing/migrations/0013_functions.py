"""The routing functions, in place of any older ones."""

from django.db import migrations

from wanhao.common.sql_files import sql_file

DROP_OLDER = """
do $$
declare
    v_function record;
begin
    for v_function in
        select oid::regprocedure as signature from pg_proc
        where proname like 'routing\\_%' and pronamespace = current_schema()::regnamespace
    loop
        execute format('drop function %s', v_function.signature);
    end loop;
end $$;
"""
FILES = (
    "locks.sql",
    "offers.sql",
    "arrivals.sql",
    "agents.sql",
    "sweep.sql",
    "prolonging.sql",
    "own_calls.sql",
    "ringing.sql",
)


class Migration(migrations.Migration):
    dependencies = [("routing", "0012_rows_just_locked"), ("audit", "0002_events"), ("contacts", "0002_history")]

    operations = [
        migrations.RunSQL(DROP_OLDER, migrations.RunSQL.noop),
        *(migrations.RunSQL(sql_file(__file__, name), migrations.RunSQL.noop) for name in FILES),
    ]
