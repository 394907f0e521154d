"""All tables of improvement."""

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
        ("changes", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="MiningPolicy",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "window_days",
                            models.PositiveSmallIntegerField(
                                default=84,
                                validators=[
                                    django.core.validators.MinValueValidator(7),
                                    django.core.validators.MaxValueValidator(730),
                                ],
                                verbose_name="tickets of the last days",
                            ),
                        ),
                        (
                            "most_texts",
                            models.PositiveIntegerField(
                                default=20000,
                                validators=[
                                    django.core.validators.MinValueValidator(100),
                                    django.core.validators.MaxValueValidator(100000),
                                ],
                                verbose_name="texts of a round at most",
                            ),
                        ),
                        (
                            "least_texts",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[django.core.validators.MinValueValidator(3)],
                                verbose_name="a new theme has at least so many tickets",
                            ),
                        ),
                        (
                            "likeness_percent",
                            models.PositiveSmallIntegerField(
                                default=40,
                                validators=[
                                    django.core.validators.MinValueValidator(10),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="a ticket belongs to a theme from a likeness of (%)",
                            ),
                        ),
                        (
                            "new_days",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="a theme is new for so many days"
                            ),
                        ),
                        (
                            "effect_weeks",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(26),
                                ],
                                verbose_name="an effect is measured over weeks",
                            ),
                        ),
                        (
                            "serious",
                            models.PositiveSmallIntegerField(default=1, verbose_name="a serious ticket weighs more by"),
                        ),
                        (
                            "major",
                            models.PositiveSmallIntegerField(default=4, verbose_name="a major ticket weighs more by"),
                        ),
                        (
                            "repeats",
                            models.PositiveSmallIntegerField(default=1, verbose_name="a repeat weighs more by"),
                        ),
                        (
                            "appealed",
                            models.PositiveSmallIntegerField(default=5, verbose_name="an appeal weighs more by"),
                        ),
                        (
                            "reopened",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="a reopened ticket weighs more by"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "policy of themes",
                        "verbose_name_plural": "policy of themes",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="one_policy_of_themes")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "improvement_miningpolicyevent" ("appealed", "effect_weeks", "id", "least_texts", "likeness_percent", "major", "most_texts", "new_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reopened", "repeats", "serious", "window_days") VALUES (NEW."appealed", NEW."effect_weeks", NEW."id", NEW."least_texts", NEW."likeness_percent", NEW."major", NEW."most_texts", NEW."new_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reopened", NEW."repeats", NEW."serious", NEW."window_days"); RETURN NULL;',
                                    hash="21684a5b73a38733ca29b1a77967bac0172b7874",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_aca9a",
                                    table="improvement_miningpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "improvement_miningpolicyevent" ("appealed", "effect_weeks", "id", "least_texts", "likeness_percent", "major", "most_texts", "new_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reopened", "repeats", "serious", "window_days") VALUES (NEW."appealed", NEW."effect_weeks", NEW."id", NEW."least_texts", NEW."likeness_percent", NEW."major", NEW."most_texts", NEW."new_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reopened", NEW."repeats", NEW."serious", NEW."window_days"); RETURN NULL;',
                                    hash="50bffdaef8bf199bedd6a19d8240ef3ae5960877",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_ba434",
                                    table="improvement_miningpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MiningPolicyEvent",
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
                                to="improvement.miningpolicy",
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
                            "window_days",
                            models.PositiveSmallIntegerField(
                                default=84,
                                validators=[
                                    django.core.validators.MinValueValidator(7),
                                    django.core.validators.MaxValueValidator(730),
                                ],
                                verbose_name="tickets of the last days",
                            ),
                        ),
                        (
                            "most_texts",
                            models.PositiveIntegerField(
                                default=20000,
                                validators=[
                                    django.core.validators.MinValueValidator(100),
                                    django.core.validators.MaxValueValidator(100000),
                                ],
                                verbose_name="texts of a round at most",
                            ),
                        ),
                        (
                            "least_texts",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[django.core.validators.MinValueValidator(3)],
                                verbose_name="a new theme has at least so many tickets",
                            ),
                        ),
                        (
                            "likeness_percent",
                            models.PositiveSmallIntegerField(
                                default=40,
                                validators=[
                                    django.core.validators.MinValueValidator(10),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="a ticket belongs to a theme from a likeness of (%)",
                            ),
                        ),
                        (
                            "new_days",
                            models.PositiveSmallIntegerField(
                                default=14, verbose_name="a theme is new for so many days"
                            ),
                        ),
                        (
                            "effect_weeks",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(26),
                                ],
                                verbose_name="an effect is measured over weeks",
                            ),
                        ),
                        (
                            "serious",
                            models.PositiveSmallIntegerField(default=1, verbose_name="a serious ticket weighs more by"),
                        ),
                        (
                            "major",
                            models.PositiveSmallIntegerField(default=4, verbose_name="a major ticket weighs more by"),
                        ),
                        (
                            "repeats",
                            models.PositiveSmallIntegerField(default=1, verbose_name="a repeat weighs more by"),
                        ),
                        (
                            "appealed",
                            models.PositiveSmallIntegerField(default=5, verbose_name="an appeal weighs more by"),
                        ),
                        (
                            "reopened",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="a reopened ticket weighs more by"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MiningRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for the worker"),
                                    ("running", "Reading"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                    ("stopped", "Stopped"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("began_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("percent", models.PositiveSmallIntegerField(default=0)),
                        ("since", models.DateTimeField(blank=True, null=True)),
                        ("parameters", models.JSONField(default=dict)),
                        ("texts", models.PositiveIntegerField(default=0)),
                        ("placed", models.PositiveIntegerField(default=0)),
                        ("themes_new", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "round of mining",
                        "verbose_name_plural": "rounds of mining",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state__in", ["waiting", "running"])),
                                    models.Q(("ended_at__isnull", False), ("state__in", ["done", "failed", "stopped"])),
                                    _connector="OR",
                                ),
                                name="an_ended_round_of_mining_has_its_moment",
                            ),
                            models.UniqueConstraint(
                                models.Value(1),
                                condition=models.Q(("ended_at", None)),
                                name="one_round_of_mining_at_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Theme",
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
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("is_named_by_hand", models.BooleanField(default=False)),
                        ("keywords", models.JSONField(default=dict)),
                        ("found_at", models.DateTimeField(verbose_name="first found")),
                        ("was_news", models.BooleanField(default=False)),
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        ("is_hidden", models.BooleanField(default=False, verbose_name="hidden")),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_here",
                                to="improvement.theme",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "theme",
                        "verbose_name_plural": "themes",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into", None),
                                    models.Q(("merged_into", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="no_theme_goes_into_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="a_theme_has_a_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThemeTicket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="improvement.theme",
                            ),
                        ),
                        (
                            "ticket",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="theme", to="tickets.ticket"
                            ),
                        ),
                        ("likeness", models.FloatField()),
                        ("placed_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "ticket of a theme",
                        "verbose_name_plural": "tickets of themes",
                        "indexes": [models.Index(fields=["theme", "-ticket"], name="tickets_of_theme")],
                    },
                ),
                migrations.CreateModel(
                    name="Improvement",
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
                        ("text", models.TextField(blank=True, default="", verbose_name="what is to be done")),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="improvements",
                                to="improvement.theme",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.category",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="changes.entry",
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
                                    ("in_work", "In work"),
                                    ("done", "Done"),
                                    ("dropped", "Dropped"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due")),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="proposed")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
                        ("result", models.TextField(blank=True, default="", verbose_name="result")),
                        ("reminded_on", models.DateField(blank=True, null=True)),
                        ("before_count", models.PositiveIntegerField(blank=True, null=True)),
                        ("before_total", models.PositiveIntegerField(blank=True, null=True)),
                        ("after_count", models.PositiveIntegerField(blank=True, null=True)),
                        ("after_total", models.PositiveIntegerField(blank=True, null=True)),
                        ("effect_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("measured_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "improvement",
                        "verbose_name_plural": "improvements",
                        "indexes": [
                            models.Index(fields=["unit", "-id"], name="improvements_of_unit"),
                            models.Index(
                                condition=models.Q(("done_on", None)),
                                fields=["due_on"],
                                name="improvements_by_due_date",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("category__isnull", False), ("theme", None)),
                                    models.Q(("category", None), ("theme__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_improvement_is_about_a_theme_or_a_category",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_on__isnull", False),
                                        ("status", "done"),
                                        models.Q(("result", ""), _negated=True),
                                    ),
                                    models.Q(models.Q(("status", "done"), _negated=True), ("done_on", None)),
                                    _connector="OR",
                                ),
                                name="a_done_improvement_has_its_day_and_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "dropped"), _negated=True),
                                    models.Q(("result", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_dropped_improvement_has_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("measured_at", None),
                                    models.Q(
                                        ("after_count__isnull", False),
                                        ("after_total__isnull", False),
                                        ("before_count__isnull", False),
                                        ("before_total__isnull", False),
                                        ("done_on__isnull", False),
                                        ("effect_weeks__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_measured_effect_has_all_its_numbers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImprovementNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "improvement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="improvement.improvement",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposes it"),
                                    ("begun", "begins it"),
                                    ("changed", "changes owner or due date"),
                                    ("done", "says it is done"),
                                    ("dropped", "drops it"),
                                    ("resumed", "takes it up again"),
                                    ("measured", "measures the effect"),
                                    ("comment", "comments"),
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
                        "verbose_name": "note of an improvement",
                        "verbose_name_plural": "notes of improvements",
                        "ordering": ["id"],
                    },
                ),
            ]
        ),
    ]
