"""All tables of ivr."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.service.ivr.models
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [("ivr", "0002_menus_become_flows")]
    dependencies = [
        ("accounts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Flow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("draft", models.JSONField(verbose_name="draft")),
                        ("draft_version", models.PositiveIntegerField(default=1, verbose_name="state of the draft")),
                        ("draft_changed_at", models.DateTimeField(verbose_name="draft changed")),
                        (
                            "draft_changed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="draft changed by",
                            ),
                        ),
                        (
                            "published",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ivr.flowversion",
                                verbose_name="version in use",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "voice menu",
                        "verbose_name_plural": "voice menus",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="FlowVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "flow",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="ivr.flow",
                                verbose_name="voice menu",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        ("graph", models.JSONField(verbose_name="steps")),
                        ("published_at", models.DateTimeField(verbose_name="published")),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                        ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="what is new")),
                        ("restores", models.PositiveIntegerField(null=True, verbose_name="goes back to version")),
                    ],
                    options={
                        "verbose_name": "version of a voice menu",
                        "verbose_name_plural": "versions of voice menus",
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("flow", "number"), name="one_version_of_a_number")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=30, unique=True, verbose_name="number")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        (
                            "flow",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="numbers",
                                to="ivr.flow",
                                verbose_name="voice menu",
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
                        ("language", models.CharField(default="zh", max_length=10, verbose_name="language")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "number dialled",
                        "verbose_name_plural": "numbers dialled",
                        "ordering": ["number"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "ivr_accesscodeevent" ("flow_id", "id", "is_active", "language", "name_en", "name_zh", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."flow_id", NEW."id", NEW."is_active", NEW."language", NEW."name_en", NEW."name_zh", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_id"); RETURN NULL;',
                                    hash="ef1e18a8857f063daef5ff8c63894238194784ed",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_7e5e7",
                                    table="ivr_accesscode",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "ivr_accesscodeevent" ("flow_id", "id", "is_active", "language", "name_en", "name_zh", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."flow_id", NEW."id", NEW."is_active", NEW."language", NEW."name_en", NEW."name_zh", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit_id"); RETURN NULL;',
                                    hash="9508133bddc081bca2342311f9e81affdf179235",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a47be",
                                    table="ivr_accesscode",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "ivr_accesscodeevent" ("flow_id", "id", "is_active", "language", "name_en", "name_zh", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."flow_id", OLD."id", OLD."is_active", OLD."language", OLD."name_en", OLD."name_zh", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id"); RETURN NULL;',
                                    hash="b98c2684ead896aa0175cd03ac2c2fffe6fd8b06",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_c9349",
                                    table="ivr_accesscode",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessCodeEvent",
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
                                to="ivr.accesscode",
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
                        ("number", models.CharField(max_length=30, verbose_name="number")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        (
                            "flow",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="ivr.flow",
                                verbose_name="voice menu",
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
                        ("language", models.CharField(default="zh", max_length=10, verbose_name="language")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="Sound",
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
                            "flow",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sounds",
                                to="ivr.flow",
                                verbose_name="voice menu",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(upload_to=wanhao.service.ivr.models.sound_name, verbose_name="recording"),
                        ),
                        ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                        ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded")),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "recording of a voice menu",
                        "verbose_name_plural": "recordings of voice menus",
                    },
                ),
                migrations.CreateModel(
                    name="Announcement",
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
                        ("text_zh", models.TextField(verbose_name="Chinese text")),
                        ("text_en", models.TextField(verbose_name="English text")),
                        (
                            "flow",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ivr.flow",
                                verbose_name="voice menu",
                            ),
                        ),
                        (
                            "step",
                            models.CharField(blank=True, default="", max_length=40, verbose_name="before the step"),
                        ),
                        (
                            "prefixes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                default=list,
                                size=None,
                                verbose_name="areas of numbers",
                            ),
                        ),
                        (
                            "regions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                default=list,
                                size=None,
                                verbose_name="regions of customers",
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
                        ("begins_at", models.DateTimeField(verbose_name="from")),
                        ("ends_at", models.DateTimeField(verbose_name="until")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "announcement",
                        "verbose_name_plural": "announcements",
                        "ordering": ["-begins_at"],
                        "indexes": [models.Index(fields=["ends_at"], name="announcement_until")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gte", models.F("begins_at"))),
                                name="announcement_ends_after_begin",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step", ""), ("flow__isnull", False), _connector="OR"),
                                name="a_step_is_one_of_a_voice_menu",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
