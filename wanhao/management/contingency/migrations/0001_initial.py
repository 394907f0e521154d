"""All tables of contingency."""

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
        ("alerts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="EmergencyTeam",
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
                        (
                            "in_place_minutes",
                            models.PositiveSmallIntegerField(default=30, verbose_name="in place within (min)"),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=3, verbose_name="calls to each member")),
                        (
                            "pause_seconds",
                            models.PositiveSmallIntegerField(default=30, verbose_name="pause between calls (s)"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "emergency team",
                        "verbose_name_plural": "emergency teams",
                        "ordering": ["name_zh"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("attempts__gte", 1), ("in_place_minutes__gte", 1)),
                                name="a_team_is_called_and_given_time",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "contingency_emergencyteamevent" ("attempts", "id", "in_place_minutes", "is_active", "name_en", "name_zh", "pause_seconds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id") VALUES (NEW."attempts", NEW."id", NEW."in_place_minutes", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."pause_seconds", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."unit_id"); RETURN NULL;',
                                    hash="d0f1eb7be9898bc3d89e84f5ec3b10f0a4d3e52c",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_acef1",
                                    table="contingency_emergencyteam",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "contingency_emergencyteamevent" ("attempts", "id", "in_place_minutes", "is_active", "name_en", "name_zh", "pause_seconds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id") VALUES (NEW."attempts", NEW."id", NEW."in_place_minutes", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."pause_seconds", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."unit_id"); RETURN NULL;',
                                    hash="bff77e6cedb918f920b913f02ed4c09264915deb",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_620b2",
                                    table="contingency_emergencyteam",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmergencyTeamEvent",
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
                                to="contingency.emergencyteam",
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
                        (
                            "in_place_minutes",
                            models.PositiveSmallIntegerField(default=30, verbose_name="in place within (min)"),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=3, verbose_name="calls to each member")),
                        (
                            "pause_seconds",
                            models.PositiveSmallIntegerField(default=30, verbose_name="pause between calls (s)"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="contingency.emergencyteam",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("task", models.CharField(blank=True, max_length=100, verbose_name="task")),
                        (
                            "number",
                            wanhao.foundation.privacy.fields.SealedText(
                                blank=True, default="", verbose_name="number outside"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "member of a team",
                        "verbose_name_plural": "members of a team",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("team", "staff"), name="a_member_once_in_a_team")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "contingency_teammemberevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "staff_id", "task", "team_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."staff_id", NEW."task", NEW."team_id"); RETURN NULL;',
                                    hash="a9bb7712717dba60d3f649ad044bb449d28d8acd",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_fdd6f",
                                    table="contingency_teammember",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id") OR OLD."task" IS DISTINCT FROM (NEW."task") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id"))',
                                    func='INSERT INTO "contingency_teammemberevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "staff_id", "task", "team_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."staff_id", NEW."task", NEW."team_id"); RETURN NULL;',
                                    hash="771c944a46ad7e26a68dd8128a1378c86db5834e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9faa4",
                                    table="contingency_teammember",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMemberEvent",
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
                                to="contingency.teammember",
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
                            "team",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contingency.emergencyteam",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("task", models.CharField(blank=True, max_length=100, verbose_name="task")),
                    ],
                ),
                migrations.CreateModel(
                    name="Plan",
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
                        ("title_zh", models.CharField(max_length=80, verbose_name="Chinese title")),
                        ("title_en", models.CharField(blank=True, max_length=80, verbose_name="English title")),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="contingency.emergencyteam",
                                verbose_name="team",
                            ),
                        ),
                        (
                            "starts_itself",
                            models.BooleanField(
                                default=False, verbose_name="starts by itself when such an alert opens"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "rules",
                            models.ManyToManyField(
                                blank=True, related_name="plans", to="alerts.alertrule", verbose_name="alert rules"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contingency plan",
                        "verbose_name_plural": "contingency plans",
                        "ordering": ["title_zh"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "contingency_planevent" ("id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "starts_itself", "team_id", "title_en", "title_zh", "unit_id") VALUES (NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."starts_itself", NEW."team_id", NEW."title_en", NEW."title_zh", NEW."unit_id"); RETURN NULL;',
                                    hash="891f15b135172b19611321c19b769d96c63ec74a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1a0b4",
                                    table="contingency_plan",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "contingency_planevent" ("id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "starts_itself", "team_id", "title_en", "title_zh", "unit_id") VALUES (NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."starts_itself", NEW."team_id", NEW."title_en", NEW."title_zh", NEW."unit_id"); RETURN NULL;',
                                    hash="cdba377f8edb0f183a4f6a4a41f03cc7d87f27ce",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_987cc",
                                    table="contingency_plan",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanEvent",
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
                                to="contingency.plan",
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
                        ("title_zh", models.CharField(max_length=80, verbose_name="Chinese title")),
                        ("title_en", models.CharField(blank=True, max_length=80, verbose_name="English title")),
                        (
                            "team",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contingency.emergencyteam",
                                verbose_name="team",
                            ),
                        ),
                        (
                            "starts_itself",
                            models.BooleanField(
                                default=False, verbose_name="starts by itself when such an alert opens"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="PlanStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="contingency.plan"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text_zh", models.CharField(max_length=200, verbose_name="Chinese text")),
                        ("text_en", models.CharField(blank=True, max_length=200, verbose_name="English text")),
                        ("owner", models.CharField(blank=True, max_length=60, verbose_name="whose")),
                        (
                            "within_minutes",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="within (min)"),
                        ),
                    ],
                    options={
                        "verbose_name": "step of a plan",
                        "verbose_name_plural": "steps of a plan",
                        "ordering": ["position"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "contingency_planstepevent" ("id", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "text_en", "text_zh", "within_minutes") VALUES (NEW."id", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."position", NEW."text_en", NEW."text_zh", NEW."within_minutes"); RETURN NULL;',
                                    hash="16ebae6e7c0594d980d88c4769c4be5915fe6373",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_177c2",
                                    table="contingency_planstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "contingency_planstepevent" ("id", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "text_en", "text_zh", "within_minutes") VALUES (NEW."id", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."position", NEW."text_en", NEW."text_zh", NEW."within_minutes"); RETURN NULL;',
                                    hash="3f1b127fb865cbe6e37cdb251f53bfe65adedd08",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_80d51",
                                    table="contingency_planstep",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanStepEvent",
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
                                to="contingency.planstep",
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
                            "plan",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contingency.plan",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text_zh", models.CharField(max_length=200, verbose_name="Chinese text")),
                        ("text_en", models.CharField(blank=True, max_length=200, verbose_name="English text")),
                        ("owner", models.CharField(blank=True, max_length=60, verbose_name="whose")),
                        (
                            "within_minutes",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="within (min)"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Emergency",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contingency.emergencyteam",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contingency.plan",
                            ),
                        ),
                        (
                            "alert",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="emergencies",
                                to="alerts.alert",
                            ),
                        ),
                        ("title_zh", models.CharField(max_length=80)),
                        ("title_en", models.CharField(blank=True, max_length=80)),
                        ("what", models.CharField(max_length=500)),
                        ("began_at", models.DateTimeField()),
                        (
                            "began_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("in_place_by", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField()),
                        ("pause_seconds", models.PositiveSmallIntegerField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("cause", models.TextField(blank=True, default="")),
                        ("went_well", models.TextField(blank=True, default="")),
                        ("to_improve", models.TextField(blank=True, default="")),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reviewed_by",
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
                        "verbose_name": "emergency",
                        "verbose_name_plural": "emergencies",
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("plan",),
                                name="a_plan_runs_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reviewed_at", None), ("ended_at__isnull", False), _connector="OR"),
                                name="only_what_ended_is_reviewed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Summons",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "emergency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="summonses",
                                to="contingency.emergency",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("task", models.CharField(blank=True, max_length=100)),
                        ("number", wanhao.foundation.privacy.fields.SealedText(blank=True, default="")),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("next_call_at", models.DateTimeField(blank=True, null=True)),
                        ("last_ended", models.PositiveBigIntegerField(default=0)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "confirmed_how",
                            models.CharField(
                                blank=True,
                                choices=[("page", "on the page"), ("phone", "by key on the telephone")],
                                default="",
                                max_length=5,
                            ),
                        ),
                        ("in_place_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "summons",
                        "verbose_name_plural": "summonses",
                        "ordering": ["position", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_call_at__isnull", False)),
                                fields=["next_call_at"],
                                name="summonses_to_call",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("emergency", "staff"), name="a_member_is_called_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("in_place_at", None), ("confirmed_at__isnull", False), _connector="OR"
                                ),
                                name="who_is_in_place_has_confirmed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmergencyStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "emergency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="contingency.emergency",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text_zh", models.CharField(max_length=200)),
                        ("text_en", models.CharField(blank=True, max_length=200)),
                        ("owner", models.CharField(blank=True, max_length=60)),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "done_by",
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
                        "verbose_name": "step of an emergency",
                        "verbose_name_plural": "steps of an emergency",
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "emergency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="log",
                                to="contingency.emergency",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("began", "Began"),
                                    ("called", "Called"),
                                    ("not_reached", "Not reached"),
                                    ("confirmed", "Confirmed"),
                                    ("in_place", "In place"),
                                    ("step", "Step done"),
                                    ("words", "Note"),
                                    ("ended", "Ended"),
                                    ("reviewed", "Reviewed"),
                                ],
                                max_length=12,
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
                        ("words", models.CharField(blank=True, default="", max_length=1000)),
                    ],
                    options={
                        "verbose_name": "line of the log",
                        "verbose_name_plural": "lines of the log",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "emergency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="contingency.emergency",
                            ),
                        ),
                        ("text", models.CharField(max_length=300)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "action of a review",
                        "verbose_name_plural": "actions of a review",
                        "ordering": ["due_on", "pk"],
                    },
                ),
            ]
        ),
    ]
