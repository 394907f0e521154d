"""A place's queue and an offer's place were just read or locked by the function that names them: no keys to check.

And the end of a spell changes no index: it is found by the moment the agent's state began.
"""

import django.db.models.deletion
from django.db import migrations, models

# By hand: altering a foreign key without an index would also take the partial indexes on its column.
DROP_KEYS = """
do $$
declare
    v_key record;
begin
    for v_key in
        select c.conrelid::regclass as hot, c.conname
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and ((c.conrelid = 'routing_place'::regclass and a.attname = 'queue_id')
            or (c.conrelid = 'routing_offer'::regclass and a.attname = 'place_id'))
    loop
        execute format('alter table %s drop constraint %I', v_key.hot, v_key.conname);
    end loop;
end $$;
"""
SPELLS_BEGIN_WITH_STATES = """
update routing_agent a set state_since = s.began_at
from routing_statespell s where s.agent_id = a.staff_id and s.ended_at is null and s.began_at <> a.state_since
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0016_told_while_waiting")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DROP_KEYS, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="place",
                    name="queue",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="routing.queue",
                    ),
                ),
                migrations.AlterField(
                    model_name="offer",
                    name="place",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="routing.place",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(SPELLS_BEGIN_WITH_STATES, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="statespell", name="one_open_spell_per_agent"),
    ]
