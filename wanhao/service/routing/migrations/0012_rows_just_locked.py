"""Offers and spells name an agent whose row the function has just locked: the database need not look again."""

import django.db.models.deletion
from django.db import migrations, models

# Altering a foreign key without an index also takes the unique index on its column.
UNIQUE_AGAIN = """
create unique index if not exists one_open_spell_per_agent on routing_statespell (agent_id) where ended_at is null;
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0011_late_rings")]

    operations = [
        migrations.AlterField(
            model_name="offer",
            name="agent",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="routing.agent",
            ),
        ),
        migrations.AlterField(
            model_name="statespell",
            name="agent",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spells",
                to="routing.agent",
            ),
        ),
        migrations.RunSQL(UNIQUE_AGAIN, migrations.RunSQL.noop),
    ]
