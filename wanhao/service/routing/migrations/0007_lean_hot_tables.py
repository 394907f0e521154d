"""Fewer keys, indexes and checks on the rows that are written with every decision."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Taking the plain index from a foreign key also took the unique ones on the same column.
UNIQUE_AGAIN = """
create unique index if not exists one_open_offer_per_contact on routing_offer (contact_id) where outcome = '';
create unique index if not exists one_open_spell_per_agent on routing_statespell (agent_id) where ended_at is null;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_cache"),
        ("contacts", "0002_history"),
        ("routing", "0006_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="agent",
            name="load_never_above_100",
        ),
        migrations.RemoveConstraint(
            model_name="place",
            name="a_head_start_is_never_negative",
        ),
        migrations.RemoveConstraint(
            model_name="place",
            name="only_who_waits_is_offered",
        ),
        migrations.RemoveIndex(
            model_name="offer",
            name="running_offers",
        ),
        migrations.RemoveIndex(
            model_name="place",
            name="place_by_agent",
        ),
        migrations.RemoveIndex(
            model_name="place",
            name="place_in_wrap_up",
        ),
        migrations.AddField(
            model_name="agent",
            name="wrap_up_place",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="routing.place",
            ),
        ),
        migrations.AlterField(
            model_name="agent",
            name="load",
            field=models.SmallIntegerField(default=0, verbose_name="load"),
        ),
        migrations.AlterField(
            model_name="offer",
            name="contact",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="contacts.contact",
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="queue",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="routing.queue",
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="weight",
            field=models.SmallIntegerField(default=100),
        ),
        migrations.AlterField(
            model_name="place",
            name="agent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="routing.agent",
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="head_start_seconds",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="place",
            name="preferred_agent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="routing.agent",
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="region",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="weight",
            field=models.SmallIntegerField(default=100),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                condition=models.Q(("agent__isnull", False)), fields=["agent", "queued_at"], name="place_by_agent"
            ),
        ),
        migrations.AddConstraint(
            model_name="agent",
            constraint=models.CheckConstraint(condition=models.Q(("load__range", (0, 100))), name="load_from_0_to_100"),
        ),
        migrations.RunSQL(UNIQUE_AGAIN, migrations.RunSQL.noop),
    ]
