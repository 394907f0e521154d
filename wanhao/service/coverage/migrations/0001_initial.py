"""All tables of coverage."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="FieldCategory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "category",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.category",
                                verbose_name="category",
                            ),
                        ),
                        (
                            "meaning",
                            models.CharField(
                                choices=[("signal", "Mobile signal complaint"), ("hazard", "Hazard: an emergency")],
                                max_length=10,
                                verbose_name="treated as",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "category of field work",
                        "verbose_name_plural": "categories of field work",
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "coverage_fieldcategoryevent" ("category_id", "id", "meaning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."category_id", NEW."id", NEW."meaning", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                                    hash="df96e94003be5cc0ce5e5a2405ffb4197fdc66d3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6c43a",
                                    table="coverage_fieldcategory",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "coverage_fieldcategoryevent" ("category_id", "id", "meaning", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."category_id", NEW."id", NEW."meaning", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                                    hash="46289fecba5843753fc656286a41aeb1eb780ea1",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b5566",
                                    table="coverage_fieldcategory",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FieldCategoryEvent",
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
                                to="coverage.fieldcategory",
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
                            "category",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="tickets.category",
                                verbose_name="category",
                            ),
                        ),
                        (
                            "meaning",
                            models.CharField(
                                choices=[("signal", "Mobile signal complaint"), ("hazard", "Hazard: an emergency")],
                                max_length=10,
                                verbose_name="treated as",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HazardAlarm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.ticket"
                            ),
                        ),
                        ("told_at", models.DateTimeField(auto_now_add=True)),
                        ("told", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "hazard alarm",
                        "verbose_name_plural": "hazard alarms",
                    },
                ),
                migrations.CreateModel(
                    name="SignalCharge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.ticket"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "missing",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10), size=None
                            ),
                        ),
                        ("charged_at", models.DateTimeField(verbose_name="charged")),
                        ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="made good")),
                    ],
                    options={
                        "verbose_name": "charge of a signal complaint",
                        "verbose_name_plural": "charges of signal complaints",
                        "indexes": [models.Index(fields=["department", "-charged_at"], name="charges_of_department")],
                    },
                ),
                migrations.CreateModel(
                    name="Hotspot",
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
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("lon", models.DecimalField(decimal_places=6, max_digits=9)),
                        ("lat", models.DecimalField(decimal_places=6, max_digits=8)),
                        ("radius_m", models.PositiveIntegerField(verbose_name="radius (m)")),
                        (
                            "state",
                            models.CharField(
                                choices=[("listed", "Listed"), ("building", "Under construction"), ("done", "Built")],
                                default="listed",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("planned_on", models.DateField(verbose_name="planned for")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="built")),
                        ("note", models.TextField(blank=True, default="", verbose_name="note")),
                        (
                            "listed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("listed_at", models.DateTimeField()),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hotspot",
                        "verbose_name_plural": "hotspots",
                        "ordering": ["planned_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_on__isnull", False), ("state", "done")),
                                    models.Q(models.Q(("state", "done"), _negated=True), ("done_on", None)),
                                    _connector="OR",
                                ),
                                name="a_hotspot_that_is_built_has_its_day",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
