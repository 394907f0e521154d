"""All tables of alerts."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("routing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Webhook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=wanhao.common.public_ids.new_public_id,
                                editable=False,
                                max_length=16,
                                unique=True,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("url", models.URLField(max_length=300, verbose_name="address")),
                        ("secret", wanhao.foundation.privacy.fields.SealedText(editable=False, verbose_name="secret")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "webhook",
                        "verbose_name_plural": "webhooks",
                        "ordering": ["name"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "alerts_webhookevent" ("id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id", "url") VALUES (NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."unit_id", NEW."url"); RETURN NULL;',
                                    hash="539c8f1cd807259bf3f2337ead7df36e5cc64595",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e5b75",
                                    table="alerts_webhook",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."url" IS DISTINCT FROM (NEW."url"))',
                                    func='INSERT INTO "alerts_webhookevent" ("id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id", "url") VALUES (NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."unit_id", NEW."url"); RETURN NULL;',
                                    hash="48f00d246006b5c87f956a7dd202db7288296196",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b1ac7",
                                    table="alerts_webhook",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookEvent",
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
                                to="alerts.webhook",
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
                            "public_id",
                            models.CharField(
                                default=wanhao.common.public_ids.new_public_id, editable=False, max_length=16
                            ),
                        ),
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("url", models.URLField(max_length=300, verbose_name="address")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="AlertRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=wanhao.common.public_ids.new_public_id,
                                editable=False,
                                max_length=16,
                                unique=True,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        ("figure", models.CharField(max_length=30, verbose_name="figure")),
                        (
                            "window_minutes",
                            models.PositiveSmallIntegerField(default=15, verbose_name="over the last (min)"),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("unit", "the unit as a whole"),
                                    ("each_queue", "each queue of the unit"),
                                    ("queue", "one queue"),
                                ],
                                default="unit",
                                max_length=10,
                                verbose_name="watches",
                            ),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        (
                            "comparison",
                            models.CharField(
                                choices=[("above", "above"), ("below", "below")], max_length=5, verbose_name="is"
                            ),
                        ),
                        ("threshold", models.FloatField(verbose_name="threshold")),
                        ("clear_at", models.FloatField(verbose_name="good again from")),
                        ("hold_seconds", models.PositiveIntegerField(default=30, verbose_name="for (s)")),
                        ("clear_seconds", models.PositiveIntegerField(default=60, verbose_name="good for (s)")),
                        (
                            "severity",
                            models.CharField(
                                choices=[("notice", "Notice"), ("warning", "Warning"), ("critical", "Critical")],
                                default="warning",
                                max_length=10,
                                verbose_name="severity",
                            ),
                        ),
                        (
                            "tell_roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("general_seat", "General seat"),
                                        ("specialist_seat", "Specialist seat"),
                                        ("system_manager", "System manager"),
                                        ("data_maintainer", "Data maintainer"),
                                        ("quality_inspector", "Quality inspector"),
                                        ("team_leader", "Team leader"),
                                        ("duty_leader", "Duty leader"),
                                        ("back_office", "Back office"),
                                        ("hall_clerk", "Hall clerk"),
                                        ("hall_manager", "Hall manager"),
                                        ("technician", "Technician"),
                                        ("planner", "Planner"),
                                        ("auditor", "Auditor"),
                                        ("executive", "Executive"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="who is told",
                            ),
                        ),
                        (
                            "escalate_seconds",
                            models.PositiveIntegerField(default=0, verbose_name="escalates after (s)"),
                        ),
                        (
                            "escalate_roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("general_seat", "General seat"),
                                        ("specialist_seat", "Specialist seat"),
                                        ("system_manager", "System manager"),
                                        ("data_maintainer", "Data maintainer"),
                                        ("quality_inspector", "Quality inspector"),
                                        ("team_leader", "Team leader"),
                                        ("duty_leader", "Duty leader"),
                                        ("back_office", "Back office"),
                                        ("hall_clerk", "Hall clerk"),
                                        ("hall_manager", "Hall manager"),
                                        ("technician", "Technician"),
                                        ("planner", "Planner"),
                                        ("auditor", "Auditor"),
                                        ("executive", "Executive"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="escalates to",
                            ),
                        ),
                        (
                            "webhook",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="alerts.webhook",
                                verbose_name="webhook",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "alert rule",
                        "verbose_name_plural": "alert rules",
                        "ordering": ["unit__path", "name_zh"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("clear_at__lte", models.F("threshold")), ("comparison", "above")),
                                    models.Q(("clear_at__gte", models.F("threshold")), ("comparison", "below")),
                                    _connector="OR",
                                ),
                                name="an_alert_clears_on_the_good_side",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("queue__isnull", False), ("scope", "queue")),
                                    models.Q(models.Q(("scope", "queue"), _negated=True), ("queue", None)),
                                    _connector="OR",
                                ),
                                name="a_rule_for_one_queue_names_it",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "alerts_alertruleevent" ("clear_at", "clear_seconds", "comparison", "escalate_roles", "escalate_seconds", "figure", "hold_seconds", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "queue_id", "scope", "severity", "tell_roles", "threshold", "unit_id", "webhook_id", "window_minutes") VALUES (NEW."clear_at", NEW."clear_seconds", NEW."comparison", NEW."escalate_roles", NEW."escalate_seconds", NEW."figure", NEW."hold_seconds", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."queue_id", NEW."scope", NEW."severity", NEW."tell_roles", NEW."threshold", NEW."unit_id", NEW."webhook_id", NEW."window_minutes"); RETURN NULL;',
                                    hash="64dac57f9d248235aa18dc19b35d36231be179d3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_18c43",
                                    table="alerts_alertrule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "alerts_alertruleevent" ("clear_at", "clear_seconds", "comparison", "escalate_roles", "escalate_seconds", "figure", "hold_seconds", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "queue_id", "scope", "severity", "tell_roles", "threshold", "unit_id", "webhook_id", "window_minutes") VALUES (NEW."clear_at", NEW."clear_seconds", NEW."comparison", NEW."escalate_roles", NEW."escalate_seconds", NEW."figure", NEW."hold_seconds", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."queue_id", NEW."scope", NEW."severity", NEW."tell_roles", NEW."threshold", NEW."unit_id", NEW."webhook_id", NEW."window_minutes"); RETURN NULL;',
                                    hash="e3771eb618a41bee536184af1731a57e3033d00a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f9ed8",
                                    table="alerts_alertrule",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlertRuleEvent",
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
                                to="alerts.alertrule",
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
                            "public_id",
                            models.CharField(
                                default=wanhao.common.public_ids.new_public_id, editable=False, max_length=16
                            ),
                        ),
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
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        ("figure", models.CharField(max_length=30, verbose_name="figure")),
                        (
                            "window_minutes",
                            models.PositiveSmallIntegerField(default=15, verbose_name="over the last (min)"),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("unit", "the unit as a whole"),
                                    ("each_queue", "each queue of the unit"),
                                    ("queue", "one queue"),
                                ],
                                default="unit",
                                max_length=10,
                                verbose_name="watches",
                            ),
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
                        (
                            "comparison",
                            models.CharField(
                                choices=[("above", "above"), ("below", "below")], max_length=5, verbose_name="is"
                            ),
                        ),
                        ("threshold", models.FloatField(verbose_name="threshold")),
                        ("clear_at", models.FloatField(verbose_name="good again from")),
                        ("hold_seconds", models.PositiveIntegerField(default=30, verbose_name="for (s)")),
                        ("clear_seconds", models.PositiveIntegerField(default=60, verbose_name="good for (s)")),
                        (
                            "severity",
                            models.CharField(
                                choices=[("notice", "Notice"), ("warning", "Warning"), ("critical", "Critical")],
                                default="warning",
                                max_length=10,
                                verbose_name="severity",
                            ),
                        ),
                        (
                            "tell_roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("general_seat", "General seat"),
                                        ("specialist_seat", "Specialist seat"),
                                        ("system_manager", "System manager"),
                                        ("data_maintainer", "Data maintainer"),
                                        ("quality_inspector", "Quality inspector"),
                                        ("team_leader", "Team leader"),
                                        ("duty_leader", "Duty leader"),
                                        ("back_office", "Back office"),
                                        ("hall_clerk", "Hall clerk"),
                                        ("hall_manager", "Hall manager"),
                                        ("technician", "Technician"),
                                        ("planner", "Planner"),
                                        ("auditor", "Auditor"),
                                        ("executive", "Executive"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="who is told",
                            ),
                        ),
                        (
                            "escalate_seconds",
                            models.PositiveIntegerField(default=0, verbose_name="escalates after (s)"),
                        ),
                        (
                            "escalate_roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("general_seat", "General seat"),
                                        ("specialist_seat", "Specialist seat"),
                                        ("system_manager", "System manager"),
                                        ("data_maintainer", "Data maintainer"),
                                        ("quality_inspector", "Quality inspector"),
                                        ("team_leader", "Team leader"),
                                        ("duty_leader", "Duty leader"),
                                        ("back_office", "Back office"),
                                        ("hall_clerk", "Hall clerk"),
                                        ("hall_manager", "Hall manager"),
                                        ("technician", "Technician"),
                                        ("planner", "Planner"),
                                        ("auditor", "Auditor"),
                                        ("executive", "Executive"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="escalates to",
                            ),
                        ),
                        (
                            "webhook",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="alerts.webhook",
                                verbose_name="webhook",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="Watching",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="watchings",
                                to="alerts.alertrule",
                            ),
                        ),
                        ("subject", models.CharField(max_length=140)),
                        ("is_muted", models.BooleanField(default=False)),
                        ("breached_since", models.DateTimeField(blank=True, null=True)),
                        ("good_since", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "watching",
                        "verbose_name_plural": "watchings",
                        "constraints": [
                            models.UniqueConstraint(fields=("rule", "subject"), name="one_watching_per_subject")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WatchRound",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "round of watching",
                        "verbose_name_plural": "rounds of watching",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="one_round_of_watching")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=wanhao.common.public_ids.new_public_id,
                                editable=False,
                                max_length=16,
                                unique=True,
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alerts",
                                to="alerts.alertrule",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.queue",
                            ),
                        ),
                        ("subject", models.CharField(max_length=140)),
                        ("figure", models.CharField(max_length=30)),
                        ("window_minutes", models.PositiveSmallIntegerField()),
                        (
                            "comparison",
                            models.CharField(choices=[("above", "above"), ("below", "below")], max_length=5),
                        ),
                        ("threshold", models.FloatField()),
                        ("clear_at", models.FloatField()),
                        (
                            "severity",
                            models.CharField(
                                choices=[("notice", "Notice"), ("warning", "Warning"), ("critical", "Critical")],
                                max_length=10,
                                verbose_name="severity",
                            ),
                        ),
                        ("breached_since", models.DateTimeField()),
                        ("opened_at", models.DateTimeField()),
                        ("value", models.FloatField(blank=True, null=True)),
                        ("worst", models.FloatField(blank=True, null=True)),
                        ("detail", models.JSONField(blank=True, default=dict)),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("escalated_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "alert",
                        "verbose_name_plural": "alerts",
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["unit", "-id"], name="alerts_of_unit")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("rule", "subject"),
                                name="one_open_alert_per_subject",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlertReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "alert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="alerts.alert"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("value", models.FloatField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "reading",
                        "verbose_name_plural": "readings",
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="AlertStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "alert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="alerts.alert"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("opened", "Opened"),
                                    ("told", "Told"),
                                    ("acknowledged", "Acknowledged"),
                                    ("escalated", "Escalated"),
                                    ("note", "Note"),
                                    ("closed_itself", "Closed by itself"),
                                    ("closed", "Closed by hand"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("value", models.FloatField(blank=True, null=True)),
                        ("words", models.CharField(blank=True, default="", max_length=500)),
                        (
                            "told",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of an alert",
                        "verbose_name_plural": "steps of an alert",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=wanhao.common.public_ids.new_public_id,
                                editable=False,
                                max_length=16,
                                unique=True,
                            ),
                        ),
                        ("body", models.TextField()),
                        ("asked_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("given_up_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("problem", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="alerts.webhook",
                            ),
                        ),
                        (
                            "alert",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="alerts.alert",
                            ),
                        ),
                        ("event", models.CharField(max_length=20)),
                    ],
                    options={
                        "verbose_name": "delivery",
                        "verbose_name_plural": "deliveries",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("given_up_at", None), ("sent_at", None)),
                                fields=["due_at"],
                                name="deliveries_to_do",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
