"""All tables of routing. The functions are put in place after every `migrate`: see installing.py."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("routing", "0002_offered_places_and_history"),
        ("routing", "0004_prolonging"),
        ("routing", "0006_functions"),
        ("routing", "0007_lean_hot_tables"),
        ("routing", "0008_functions"),
        ("routing", "0009_functions"),
        ("routing", "0010_own_calls"),
        ("routing", "0011_late_rings"),
        ("routing", "0012_rows_just_locked"),
        ("routing", "0013_functions"),
        ("routing", "0014_administered_queues"),
        ("routing", "0015_ended_memberships"),
        ("routing", "0016_told_while_waiting"),
        ("routing", "0017_lean_decisions"),
        ("routing", "0018_ringing_since"),
        ("routing", "0019_leaner_decisions"),
    ]
    dependencies = [
        ("accounts", "0001_initial"),
        ("calendars", "0001_initial"),
        ("contacts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Queue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                default=list,
                                size=None,
                                verbose_name="channels",
                            ),
                        ),
                        (
                            "hours",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="calendars.hours",
                                verbose_name="opening hours",
                            ),
                        ),
                        (
                            "answer_limit_seconds",
                            models.PositiveSmallIntegerField(default=15, verbose_name="answer limit (s)"),
                        ),
                        (
                            "service_level_percent",
                            models.PositiveSmallIntegerField(default=80, verbose_name="answered within limit (%)"),
                        ),
                        (
                            "connection_percent",
                            models.PositiveSmallIntegerField(default=98, verbose_name="connection rate (%)"),
                        ),
                        ("offer_seconds", models.PositiveSmallIntegerField(default=15, verbose_name="offer time (s)")),
                        (
                            "preferred_seconds",
                            models.PositiveSmallIntegerField(default=20, verbose_name="waits for the same agent (s)"),
                        ),
                        (
                            "wrap_up_seconds",
                            models.PositiveSmallIntegerField(default=30, verbose_name="wrap-up time (s)"),
                        ),
                        (
                            "wrap_up_extension_seconds",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="Once for each contact; 0 means never.",
                                verbose_name="wrap-up may be prolonged by (s)",
                            ),
                        ),
                        (
                            "longest_wait_seconds",
                            models.PositiveIntegerField(default=1800, verbose_name="longest wait (s)"),
                        ),
                        ("max_waiting", models.PositiveIntegerField(default=500, verbose_name="most waiting")),
                        (
                            "overflow",
                            models.CharField(
                                choices=[
                                    ("message", "Hears a message, and the contact ends"),
                                    ("queue", "Goes on in another queue with its rank"),
                                    ("callback", "Is offered a callback"),
                                ],
                                db_default="message",
                                default="message",
                                max_length=10,
                                verbose_name="who cannot wait",
                            ),
                        ),
                        (
                            "overflow_queue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.queue",
                                verbose_name="overflow queue",
                            ),
                        ),
                        (
                            "strategy",
                            models.CharField(
                                choices=[
                                    ("level", "Highest level first"),
                                    ("big_level", "Highest level for big customers, otherwise longest idle"),
                                    ("idle", "Longest idle first"),
                                    ("occupied", "Least occupied first"),
                                ],
                                db_default="level",
                                default="level",
                                max_length=10,
                                verbose_name="whom to offer to",
                            ),
                        ),
                        (
                            "occupied_minutes",
                            models.PositiveSmallIntegerField(
                                db_default=60, default=60, verbose_name="occupancy over (min)"
                            ),
                        ),
                        (
                            "preferred_days",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, verbose_name="same agent as in the last (days)"
                            ),
                        ),
                        (
                            "repeat_hours",
                            models.PositiveSmallIntegerField(
                                db_default=24, default=24, verbose_name="called again within (h)"
                            ),
                        ),
                        (
                            "announce_every_seconds",
                            models.PositiveSmallIntegerField(default=30, verbose_name="announce every (s)"),
                        ),
                        (
                            "tells_place",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="tells how many wait before"
                            ),
                        ),
                        (
                            "tells_wait",
                            models.BooleanField(db_default=True, default=True, verbose_name="tells the expected wait"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "queue",
                        "verbose_name_plural": "queues",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("overflow", "queue"), _negated=True),
                                    ("overflow_queue__isnull", False),
                                    _connector="OR",
                                ),
                                name="overflow_into_a_queue_names_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("overflow_queue", models.F("id")), _negated=True),
                                name="no_overflow_into_itself",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "routing_queueevent" ("announce_every_seconds", "answer_limit_seconds", "channels", "code", "connection_percent", "hours_id", "id", "is_active", "longest_wait_seconds", "max_waiting", "name_en", "name_zh", "occupied_minutes", "offer_seconds", "overflow", "overflow_queue_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_days", "preferred_seconds", "region_id", "repeat_hours", "service_level_percent", "strategy", "tells_place", "tells_wait", "unit_id", "wrap_up_extension_seconds", "wrap_up_seconds") VALUES (NEW."announce_every_seconds", NEW."answer_limit_seconds", NEW."channels", NEW."code", NEW."connection_percent", NEW."hours_id", NEW."id", NEW."is_active", NEW."longest_wait_seconds", NEW."max_waiting", NEW."name_en", NEW."name_zh", NEW."occupied_minutes", NEW."offer_seconds", NEW."overflow", NEW."overflow_queue_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preferred_days", NEW."preferred_seconds", NEW."region_id", NEW."repeat_hours", NEW."service_level_percent", NEW."strategy", NEW."tells_place", NEW."tells_wait", NEW."unit_id", NEW."wrap_up_extension_seconds", NEW."wrap_up_seconds"); RETURN NULL;',
                                    hash="d5620b24f6065f4cb6b4ebc1d0f3575d1aeec245",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8da25",
                                    table="routing_queue",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "routing_queueevent" ("announce_every_seconds", "answer_limit_seconds", "channels", "code", "connection_percent", "hours_id", "id", "is_active", "longest_wait_seconds", "max_waiting", "name_en", "name_zh", "occupied_minutes", "offer_seconds", "overflow", "overflow_queue_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_days", "preferred_seconds", "region_id", "repeat_hours", "service_level_percent", "strategy", "tells_place", "tells_wait", "unit_id", "wrap_up_extension_seconds", "wrap_up_seconds") VALUES (NEW."announce_every_seconds", NEW."answer_limit_seconds", NEW."channels", NEW."code", NEW."connection_percent", NEW."hours_id", NEW."id", NEW."is_active", NEW."longest_wait_seconds", NEW."max_waiting", NEW."name_en", NEW."name_zh", NEW."occupied_minutes", NEW."offer_seconds", NEW."overflow", NEW."overflow_queue_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preferred_days", NEW."preferred_seconds", NEW."region_id", NEW."repeat_hours", NEW."service_level_percent", NEW."strategy", NEW."tells_place", NEW."tells_wait", NEW."unit_id", NEW."wrap_up_extension_seconds", NEW."wrap_up_seconds"); RETURN NULL;',
                                    hash="01892b6ff3087b07699c419227fe6195849df09e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_49695",
                                    table="routing_queue",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QueueEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="routing.queue",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                default=list,
                                size=None,
                                verbose_name="channels",
                            ),
                        ),
                        (
                            "hours",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="calendars.hours",
                                verbose_name="opening hours",
                            ),
                        ),
                        (
                            "answer_limit_seconds",
                            models.PositiveSmallIntegerField(default=15, verbose_name="answer limit (s)"),
                        ),
                        (
                            "service_level_percent",
                            models.PositiveSmallIntegerField(default=80, verbose_name="answered within limit (%)"),
                        ),
                        (
                            "connection_percent",
                            models.PositiveSmallIntegerField(default=98, verbose_name="connection rate (%)"),
                        ),
                        ("offer_seconds", models.PositiveSmallIntegerField(default=15, verbose_name="offer time (s)")),
                        (
                            "preferred_seconds",
                            models.PositiveSmallIntegerField(default=20, verbose_name="waits for the same agent (s)"),
                        ),
                        (
                            "wrap_up_seconds",
                            models.PositiveSmallIntegerField(default=30, verbose_name="wrap-up time (s)"),
                        ),
                        (
                            "wrap_up_extension_seconds",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="Once for each contact; 0 means never.",
                                verbose_name="wrap-up may be prolonged by (s)",
                            ),
                        ),
                        (
                            "longest_wait_seconds",
                            models.PositiveIntegerField(default=1800, verbose_name="longest wait (s)"),
                        ),
                        ("max_waiting", models.PositiveIntegerField(default=500, verbose_name="most waiting")),
                        (
                            "overflow",
                            models.CharField(
                                choices=[
                                    ("message", "Hears a message, and the contact ends"),
                                    ("queue", "Goes on in another queue with its rank"),
                                    ("callback", "Is offered a callback"),
                                ],
                                db_default="message",
                                default="message",
                                max_length=10,
                                verbose_name="who cannot wait",
                            ),
                        ),
                        (
                            "overflow_queue",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="routing.queue",
                                verbose_name="overflow queue",
                            ),
                        ),
                        (
                            "strategy",
                            models.CharField(
                                choices=[
                                    ("level", "Highest level first"),
                                    ("big_level", "Highest level for big customers, otherwise longest idle"),
                                    ("idle", "Longest idle first"),
                                    ("occupied", "Least occupied first"),
                                ],
                                db_default="level",
                                default="level",
                                max_length=10,
                                verbose_name="whom to offer to",
                            ),
                        ),
                        (
                            "occupied_minutes",
                            models.PositiveSmallIntegerField(
                                db_default=60, default=60, verbose_name="occupancy over (min)"
                            ),
                        ),
                        (
                            "preferred_days",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, verbose_name="same agent as in the last (days)"
                            ),
                        ),
                        (
                            "repeat_hours",
                            models.PositiveSmallIntegerField(
                                db_default=24, default=24, verbose_name="called again within (h)"
                            ),
                        ),
                        (
                            "announce_every_seconds",
                            models.PositiveSmallIntegerField(default=30, verbose_name="announce every (s)"),
                        ),
                        (
                            "tells_place",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="tells how many wait before"
                            ),
                        ),
                        (
                            "tells_wait",
                            models.BooleanField(db_default=True, default=True, verbose_name="tells the expected wait"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="HeadStart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.SlugField(max_length=30, verbose_name="reason")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        ("seconds", models.PositiveIntegerField(verbose_name="head start (s)")),
                        (
                            "wants_best",
                            models.BooleanField(db_default=False, default=False, verbose_name="big customer"),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="head_starts",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "head start",
                        "verbose_name_plural": "head starts",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reason", "queue"),
                                name="one_head_start_per_reason_and_queue",
                                nulls_distinct=False,
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "routing_headstartevent" ("id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "reason", "seconds", "wants_best") VALUES (NEW."id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queue_id", NEW."reason", NEW."seconds", NEW."wants_best"); RETURN NULL;',
                                    hash="2af4baecb5d2ffb0691801b8e92a365ace69de3a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_884e5",
                                    table="routing_headstart",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "routing_headstartevent" ("id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "reason", "seconds", "wants_best") VALUES (NEW."id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queue_id", NEW."reason", NEW."seconds", NEW."wants_best"); RETURN NULL;',
                                    hash="e7f8b13eb8f3b45b7693b4efa883995fb6e34ac0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8a018",
                                    table="routing_headstart",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HeadStartEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="routing.headstart",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("reason", models.SlugField(db_index=False, max_length=30, verbose_name="reason")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        ("seconds", models.PositiveIntegerField(verbose_name="head start (s)")),
                        (
                            "wants_best",
                            models.BooleanField(db_default=False, default=False, verbose_name="big customer"),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Agent",
                    fields=[
                        (
                            "staff",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="agent",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offline", "Offline"),
                                    ("ready", "Ready"),
                                    ("offered", "Offered"),
                                    ("busy", "Busy"),
                                    ("wrap_up", "Wrap-up"),
                                    ("break", "Break"),
                                    ("training", "Training"),
                                    ("meeting", "Meeting"),
                                    ("not_answering", "Not answering"),
                                ],
                                default="offline",
                                max_length=14,
                                verbose_name="state",
                            ),
                        ),
                        ("state_since", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                        ("reason", models.CharField(blank=True, default="", max_length=30, verbose_name="reason")),
                        (
                            "wanted_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("offline", "Offline"),
                                    ("ready", "Ready"),
                                    ("offered", "Offered"),
                                    ("busy", "Busy"),
                                    ("wrap_up", "Wrap-up"),
                                    ("break", "Break"),
                                    ("training", "Training"),
                                    ("meeting", "Meeting"),
                                    ("not_answering", "Not answering"),
                                ],
                                default="",
                                max_length=14,
                                verbose_name="wanted state",
                            ),
                        ),
                        ("wanted_reason", models.CharField(blank=True, default="", max_length=30)),
                        ("load", models.SmallIntegerField(default=0, verbose_name="load")),
                        ("idle_since", models.DateTimeField(blank=True, null=True, verbose_name="idle since")),
                        ("wrap_up_until", models.DateTimeField(blank=True, null=True, verbose_name="wrap-up until")),
                        (
                            "wrap_up_place",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.place",
                            ),
                        ),
                        (
                            "wrap_up_seconds",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="own wrap-up time (s)"
                            ),
                        ),
                        ("channel_weights", models.JSONField(db_default={}, default=dict, editable=False)),
                    ],
                    options={
                        "verbose_name": "agent",
                        "verbose_name_plural": "agents",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("load__range", (0, 100))), name="load_from_0_to_100"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StateSpell",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spells",
                                to="routing.agent",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offline", "Offline"),
                                    ("ready", "Ready"),
                                    ("offered", "Offered"),
                                    ("busy", "Busy"),
                                    ("wrap_up", "Wrap-up"),
                                    ("break", "Break"),
                                    ("training", "Training"),
                                    ("meeting", "Meeting"),
                                    ("not_answering", "Not answering"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, default="", max_length=30)),
                        ("began_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "agent state",
                        "verbose_name_plural": "agent states",
                        "indexes": [models.Index(fields=["agent", "began_at"], name="spell_of_agent")],
                    },
                ),
                migrations.CreateModel(
                    name="BreakReason",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "break reason",
                        "verbose_name_plural": "break reasons",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "routing_breakreasonevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="b4aec490430d3638bcc945e94fc78478df52de1b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c055e",
                                    table="routing_breakreason",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "routing_breakreasonevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="b8c0e1c6baf2f6f27353b3759dede2347536c1b2",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d3b2b",
                                    table="routing_breakreason",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreakReasonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="routing.breakreason",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("code", models.SlugField(db_index=False, max_length=30, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="ChannelLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("channel", models.CharField(max_length=10, verbose_name="channel")),
                        (
                            "seat_class",
                            models.CharField(blank=True, default="", max_length=30, verbose_name="seat class"),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="limits",
                                to="routing.agent",
                                verbose_name="agent",
                            ),
                        ),
                        ("most", models.PositiveSmallIntegerField(verbose_name="at once at most")),
                    ],
                    options={
                        "verbose_name": "limit of a channel",
                        "verbose_name_plural": "limits of channels",
                        "ordering": ["channel", "seat_class", "agent"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("channel", "seat_class", "agent"),
                                name="one_limit_for_each",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("agent", None), ("seat_class", ""), _connector="OR"),
                                name="a_limit_is_for_agent_or_class",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("most__range", (0, 10))), name="at_most_ten_at_once"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "routing_channellimitevent" ("agent_id", "channel", "id", "most", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_class") VALUES (NEW."agent_id", NEW."channel", NEW."id", NEW."most", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seat_class"); RETURN NULL;',
                                    hash="f7a718a6d7225f43ea97cf8a931b490d345db0e3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_dfdb5",
                                    table="routing_channellimit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "routing_channellimitevent" ("agent_id", "channel", "id", "most", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_class") VALUES (NEW."agent_id", NEW."channel", NEW."id", NEW."most", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seat_class"); RETURN NULL;',
                                    hash="9c24966988149c88ff8906207c94cbc2ff239b3c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9962f",
                                    table="routing_channellimit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelLimitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="routing.channellimit",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("channel", models.CharField(max_length=10, verbose_name="channel")),
                        (
                            "seat_class",
                            models.CharField(blank=True, default="", max_length=30, verbose_name="seat class"),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="routing.agent",
                                verbose_name="agent",
                            ),
                        ),
                        ("most", models.PositiveSmallIntegerField(verbose_name="at once at most")),
                    ],
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="routing.agent",
                                verbose_name="agent",
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(default=1, verbose_name="level")),
                        ("after_seconds", models.PositiveIntegerField(default=0, verbose_name="after waiting (s)")),
                        (
                            "is_derived",
                            models.BooleanField(
                                db_default=False, default=False, editable=False, verbose_name="from skills"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "indexes": [models.Index(fields=["queue", "-level", "agent"], name="members_by_level")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agent", "queue"), name="one_membership_per_queue")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "routing_membershipevent" ("after_seconds", "agent_id", "id", "is_derived", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id") VALUES (NEW."after_seconds", NEW."agent_id", NEW."id", NEW."is_derived", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queue_id"); RETURN NULL;',
                                    hash="67f7ecbcfda03c135ff46a003df6610c323a0acd",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ec6c1",
                                    table="routing_membership",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "routing_membershipevent" ("after_seconds", "agent_id", "id", "is_derived", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id") VALUES (NEW."after_seconds", NEW."agent_id", NEW."id", NEW."is_derived", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queue_id"); RETURN NULL;',
                                    hash="90b1a0dadc623b14256808131b862b6dcca60f1c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_61569",
                                    table="routing_membership",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "routing_membershipevent" ("after_seconds", "agent_id", "id", "is_derived", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id") VALUES (OLD."after_seconds", OLD."agent_id", OLD."id", OLD."is_derived", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queue_id"); RETURN NULL;',
                                    hash="719d1d7f3190d02dbcc989bf080bd5445413d2ee",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_4156f",
                                    table="routing_membership",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MembershipEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="routing.membership",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "queue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="routing.agent",
                                verbose_name="agent",
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(default=1, verbose_name="level")),
                        ("after_seconds", models.PositiveIntegerField(default=0, verbose_name="after waiting (s)")),
                        (
                            "is_derived",
                            models.BooleanField(
                                db_default=False, default=False, editable=False, verbose_name="from skills"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="routing.queue",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                            ),
                        ),
                        ("channel", models.CharField(blank=True, db_default="", default="", max_length=10)),
                        ("weight", models.SmallIntegerField(default=100)),
                        ("queued_at", models.DateTimeField()),
                        ("rank_at", models.DateTimeField()),
                        ("head_start_seconds", models.IntegerField(default=0)),
                        ("reasons", models.JSONField(default=list)),
                        (
                            "preferred_agent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.agent",
                            ),
                        ),
                        ("preferred_until", models.DateTimeField(blank=True, null=True)),
                        ("is_offered", models.BooleanField(default=False)),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("answered", "Answered"),
                                    ("abandoned", "Abandoned"),
                                    ("overflow", "Overflowed"),
                                    ("closed", "Queue closed"),
                                    ("transferred", "Transferred"),
                                    ("lost", "Lost by us"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.agent",
                            ),
                        ),
                        ("in_limit", models.BooleanField(blank=True, null=True)),
                        ("service_ended_at", models.DateTimeField(blank=True, null=True)),
                        ("wrap_up_ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "place in a queue",
                        "verbose_name_plural": "places in queues",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("left_at", None)),
                                fields=["queue", "rank_at", "id"],
                                name="waiting_by_rank",
                            ),
                            models.Index(fields=["queue", "queued_at"], name="place_by_time"),
                            models.Index(
                                condition=models.Q(("agent__isnull", False)),
                                fields=["agent", "queued_at"],
                                name="place_by_agent",
                            ),
                            models.Index(
                                condition=models.Q(("left_at", None), ("preferred_agent__isnull", False)),
                                fields=["preferred_agent"],
                                name="waiting_for_one",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "")), fields=("contact",), name="a_contact_waits_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="routing.place",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="routing.queue",
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="routing.agent",
                            ),
                        ),
                        ("weight", models.SmallIntegerField(default=100)),
                        (
                            "chosen_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("preferred", "the agent asked for"),
                                    ("level", "highest level"),
                                    ("idle", "longest idle"),
                                    ("occupied", "least occupied"),
                                    ("turn", "became free, and this contact was first"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("chosen_figure", models.FloatField(blank=True, null=True)),
                        ("offered_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("ringing_since", models.DateTimeField(blank=True, null=True)),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("served", "Served"),
                                    ("declined", "Declined"),
                                    ("not_answered", "Not answered"),
                                    ("unreachable", "Agent unreachable"),
                                    ("not_rung", "Never rang"),
                                    ("withdrawn", "Withdrawn"),
                                    ("lost", "Lost by us"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "offer",
                        "verbose_name_plural": "offers",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)), fields=["agent"], name="open_offers_of_agent"
                            ),
                            models.Index(fields=["place"], name="offers_of_place"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "")),
                                fields=("contact",),
                                name="one_open_offer_per_contact",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
