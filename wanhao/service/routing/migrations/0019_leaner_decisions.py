"""A state is kept when it is over, and the functions see to what was checked with each of their rows.

The running state is the agent's row. That a contact exists and that who left has an outcome was looked after by a key
and two checks; PostgreSQL makes a query of the key and parses the checks anew for every statement.
"""

import django.db.models.deletion
from django.db import migrations, models

# By hand: altering a foreign key would also take the partial index on its column.
DROP_KEY = """
do $$
declare
    v_key text;
begin
    for v_key in
        select c.conname from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.conrelid = 'routing_place'::regclass and a.attname = 'contact_id'
    loop
        execute format('alter table routing_place drop constraint %I', v_key);
    end loop;
end $$;
"""
RUNNING_SPELLS = "delete from routing_statespell where ended_at is null"


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_lean_events"), ("routing", "0018_ringing_since")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DROP_KEY, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="place",
                    name="contact",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="contacts.contact",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name="place", name="who_left_the_queue_has_an_outcome"),
        migrations.RemoveConstraint(model_name="offer", name="an_ended_offer_has_an_outcome"),
        migrations.RunSQL(RUNNING_SPELLS, migrations.RunSQL.noop),
        migrations.AlterField(model_name="statespell", name="ended_at", field=models.DateTimeField()),
    ]
