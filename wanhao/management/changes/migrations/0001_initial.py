"""All tables of changes."""

import django.core.validators
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
        ("help", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="TrackingPolicy",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "proposed_from",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(2),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="proposed from so many requests",
                            ),
                        ),
                        (
                            "within_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="within days",
                            ),
                        ),
                        (
                            "due_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="usually due after days",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tracking policy",
                        "verbose_name_plural": "tracking policy",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="one_tracking_policy")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "changes_trackingpolicyevent" ("due_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_from", "within_days") VALUES (NEW."due_days", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_from", NEW."within_days"); RETURN NULL;',
                                    hash="e073a9b36cb208f5da71a4a414a1254d72290c9d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c2bb6",
                                    table="changes_trackingpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "changes_trackingpolicyevent" ("due_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_from", "within_days") VALUES (NEW."due_days", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_from", NEW."within_days"); RETURN NULL;',
                                    hash="3b1981e673d9870f028b56c8f3e7b12596c9510f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9ff24",
                                    table="changes_trackingpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrackingPolicyEvent",
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
                                to="changes.trackingpolicy",
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
                        ("id", models.PositiveSmallIntegerField(default=1, editable=False, serialize=False)),
                        (
                            "proposed_from",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(2),
                                    django.core.validators.MaxValueValidator(1000),
                                ],
                                verbose_name="proposed from so many requests",
                            ),
                        ),
                        (
                            "within_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="within days",
                            ),
                        ),
                        (
                            "due_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="usually due after days",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Entry",
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
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("text", models.TextField(blank=True, default="", verbose_name="what it is about")),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="help.helptopic",
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
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("open", "Open"),
                                    ("in_work", "In work"),
                                    ("answered", "Answered"),
                                    ("closed", "Closed"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="opened")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("result", models.TextField(blank=True, default="", verbose_name="result")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        ("reminded_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("requests", models.ManyToManyField(blank=True, related_name="+", to="help.helprequest")),
                    ],
                    options={
                        "verbose_name": "entry of the change-tracking list",
                        "verbose_name_plural": "entries of the change-tracking list",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "closed"), _negated=True),
                                fields=["due_on"],
                                name="entries_by_due_date",
                            ),
                            models.Index(fields=["unit", "-id"], name="entries_of_unit"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(models.Q(("status", "closed"), _negated=True), ("closed_at", None)),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("status", "closed"),
                                        models.Q(("result", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_closed_entry_has_its_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["proposed", "closed"]),
                                    models.Q(("due_on__isnull", False), ("owner__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_entry_in_force_has_owner_and_due_date",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "proposed"), ("topic__isnull", False)),
                                fields=("topic", "unit"),
                                name="one_proposal_per_topic_and_unit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EntryNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="changes.entry"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("comment", "comments"),
                                    ("proposed", "proposes the entry"),
                                    ("opened", "opens the entry"),
                                    ("begun", "begins to work on it"),
                                    ("answered", "answers"),
                                    ("changed", "changes owner or due date"),
                                    ("closed", "closes the entry"),
                                    ("reopened", "takes it up again"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("text", models.TextField(blank=True, default="")),
                        ("written_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "note of an entry",
                        "verbose_name_plural": "notes of entries",
                        "ordering": ["id"],
                    },
                ),
            ]
        ),
    ]
