"""All tables of skills."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("pghistory", "0007_auto_20250421_0444"), ("routing", "0001_initial")]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Skill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("language", "Language"),
                                    ("business", "Business matter"),
                                    ("customers", "Group of customers"),
                                ],
                                default="business",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=40, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=40, verbose_name="English name")),
                        (
                            "warn_days",
                            models.PositiveSmallIntegerField(
                                default=14,
                                help_text="So long before its last day the agent and the leaders are told. 0: only that it has expired.",
                                verbose_name="warn before it expires (days)",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "skill",
                        "verbose_name_plural": "skills",
                        "ordering": ["kind", "position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "skills_skillevent" ("code", "id", "is_active", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "warn_days") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."warn_days"); RETURN NULL;',
                                    hash="e290189933e03ad19caea9fcfe56410508c570ba",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8c479",
                                    table="skills_skill",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "skills_skillevent" ("code", "id", "is_active", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "warn_days") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."warn_days"); RETURN NULL;',
                                    hash="2a07783cd398272705a2ee2a96005f6e367e1b62",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_34954",
                                    table="skills_skill",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SkillEvent",
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
                                to="skills.skill",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("language", "Language"),
                                    ("business", "Business matter"),
                                    ("customers", "Group of customers"),
                                ],
                                default="business",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=40, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=40, verbose_name="English name")),
                        (
                            "warn_days",
                            models.PositiveSmallIntegerField(
                                default=14,
                                help_text="So long before its last day the agent and the leaders are told. 0: only that it has expired.",
                                verbose_name="warn before it expires (days)",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="AgentSkill",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="skills",
                                to="routing.agent",
                                verbose_name="agent",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holders",
                                to="skills.skill",
                                verbose_name="skill",
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(default=3, verbose_name="level")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        ("warned", models.CharField(blank=True, default="", editable=False, max_length=6)),
                    ],
                    options={
                        "verbose_name": "skill of an agent",
                        "verbose_name_plural": "skills of agents",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("valid_until", None), _negated=True),
                                fields=["valid_until"],
                                name="skills_that_expire",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agent", "skill"), name="one_level_per_skill"),
                            models.CheckConstraint(
                                condition=models.Q(("level__range", (1, 5))), name="skill_level_from_1_to_5"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "skills_agentskillevent" ("agent_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id", "valid_until", "warned") VALUES (NEW."agent_id", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."skill_id", NEW."valid_until", NEW."warned"); RETURN NULL;',
                                    hash="35e92a8b5c83167ba78aa3848863a9d53f3a8228",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e1eb0",
                                    table="skills_agentskill",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "skills_agentskillevent" ("agent_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id", "valid_until", "warned") VALUES (NEW."agent_id", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."skill_id", NEW."valid_until", NEW."warned"); RETURN NULL;',
                                    hash="01a148a91031a4cfbe8377dc9aef7f9c3946765e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_17159",
                                    table="skills_agentskill",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "skills_agentskillevent" ("agent_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id", "valid_until", "warned") VALUES (OLD."agent_id", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."skill_id", OLD."valid_until", OLD."warned"); RETURN NULL;',
                                    hash="3ac5d2031d5943afe8c4c381be80bad972b507de",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_7628f",
                                    table="skills_agentskill",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgentSkillEvent",
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
                                to="skills.agentskill",
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
                        (
                            "skill",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.skill",
                                verbose_name="skill",
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(default=3, verbose_name="level")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        ("warned", models.CharField(blank=True, default="", editable=False, max_length=6)),
                    ],
                ),
                migrations.CreateModel(
                    name="QueueSkill",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="skills",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        (
                            "skill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="demands",
                                to="skills.skill",
                                verbose_name="skill",
                            ),
                        ),
                        ("minimum_level", models.PositiveSmallIntegerField(default=1, verbose_name="at least level")),
                    ],
                    options={
                        "verbose_name": "skill asked for",
                        "verbose_name_plural": "skills asked for",
                        "constraints": [
                            models.UniqueConstraint(fields=("queue", "skill"), name="one_demand_per_skill"),
                            models.CheckConstraint(
                                condition=models.Q(("minimum_level__range", (1, 5))), name="demanded_level_from_1_to_5"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "skills_queueskillevent" ("id", "minimum_level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "skill_id") VALUES (NEW."id", NEW."minimum_level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queue_id", NEW."skill_id"); RETURN NULL;',
                                    hash="6542a3e8db57a438d63fc984bf989bd74cc9292b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_37ac8",
                                    table="skills_queueskill",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "skills_queueskillevent" ("id", "minimum_level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "skill_id") VALUES (NEW."id", NEW."minimum_level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queue_id", NEW."skill_id"); RETURN NULL;',
                                    hash="db2662123d37f30400a41a70f32be2c5afcd2ef0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3a0f5",
                                    table="skills_queueskill",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "skills_queueskillevent" ("id", "minimum_level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "skill_id") VALUES (OLD."id", OLD."minimum_level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queue_id", OLD."skill_id"); RETURN NULL;',
                                    hash="0ba8406e6b178bc6737518774dd4329e02b1bb84",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a3c55",
                                    table="skills_queueskill",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QueueSkillEvent",
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
                                to="skills.queueskill",
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
                            "skill",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="skills.skill",
                                verbose_name="skill",
                            ),
                        ),
                        ("minimum_level", models.PositiveSmallIntegerField(default=1, verbose_name="at least level")),
                    ],
                ),
                migrations.CreateModel(
                    name="QueueRing",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rings",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        ("minimum_level", models.PositiveSmallIntegerField(default=1, verbose_name="from level")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("site", "the queue's own site"),
                                    ("region", "the queue's region"),
                                    ("anywhere", "any site"),
                                ],
                                default="anywhere",
                                max_length=10,
                                verbose_name="agents of",
                            ),
                        ),
                        ("after_seconds", models.PositiveIntegerField(default=0, verbose_name="after waiting (s)")),
                    ],
                    options={
                        "verbose_name": "ring",
                        "verbose_name_plural": "rings",
                        "ordering": ["after_seconds", "-minimum_level"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("queue", "minimum_level", "reach"), name="one_ring_per_level_and_reach"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minimum_level__range", (1, 5))), name="ring_level_from_1_to_5"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "skills_queueringevent" ("after_seconds", "id", "minimum_level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "reach") VALUES (NEW."after_seconds", NEW."id", NEW."minimum_level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queue_id", NEW."reach"); RETURN NULL;',
                                    hash="081027176f4498a4dc2ed14ed2da06e9281a9991",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ffb55",
                                    table="skills_queuering",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "skills_queueringevent" ("after_seconds", "id", "minimum_level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "reach") VALUES (NEW."after_seconds", NEW."id", NEW."minimum_level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queue_id", NEW."reach"); RETURN NULL;',
                                    hash="db563661142dd3fc9d3ff35ccab4b66b0ca3bfe6",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_cb8f2",
                                    table="skills_queuering",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "skills_queueringevent" ("after_seconds", "id", "minimum_level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "reach") VALUES (OLD."after_seconds", OLD."id", OLD."minimum_level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queue_id", OLD."reach"); RETURN NULL;',
                                    hash="cab47930e756a640830667c7804fad4d9c569bde",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_9d45c",
                                    table="skills_queuering",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QueueRingEvent",
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
                                to="skills.queuering",
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
                        ("minimum_level", models.PositiveSmallIntegerField(default=1, verbose_name="from level")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("site", "the queue's own site"),
                                    ("region", "the queue's region"),
                                    ("anywhere", "any site"),
                                ],
                                default="anywhere",
                                max_length=10,
                                verbose_name="agents of",
                            ),
                        ),
                        ("after_seconds", models.PositiveIntegerField(default=0, verbose_name="after waiting (s)")),
                    ],
                ),
            ]
        ),
    ]
