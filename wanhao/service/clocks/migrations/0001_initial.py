"""All tables of clocks."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("clocks", "0002_agreed_and_by_category"),
        ("clocks", "0003_levels_of_complaints"),
        ("clocks", "0004_told_once"),
    ]
    dependencies = [
        ("accounts", "0001_initial"),
        ("calendars", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Policy",
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
                            "target",
                            models.CharField(
                                choices=[
                                    ("first_response", "First response"),
                                    ("next_update", "Next update"),
                                    ("resolution", "Resolution"),
                                    ("hop", "Department's part"),
                                    ("front_desk_level", "Complaint at the front desk"),
                                    ("review_level", "Complaint in review"),
                                    ("management_level", "Complaint with management"),
                                    ("appeal_answer", "Answer to the regulator"),
                                    ("appeal_acceptance", "Acceptance of the appeal"),
                                    ("appeal_handling", "Handling of the appeal"),
                                ],
                                max_length=20,
                                verbose_name="promises",
                            ),
                        ),
                        ("kind", models.CharField(blank=True, default="", max_length=20, verbose_name="only for type")),
                        (
                            "severity",
                            models.CharField(blank=True, default="", max_length=20, verbose_name="only for severity"),
                        ),
                        ("tier", models.CharField(blank=True, default="", max_length=20, verbose_name="only for tier")),
                        (
                            "category",
                            models.CharField(
                                blank=True,
                                default="",
                                help_text="With all categories below it.",
                                max_length=40,
                                verbose_name="only for category",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                help_text="With all units below it.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="only in",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveIntegerField(
                                help_text="Counted in the working hours below.", verbose_name="within (min)"
                            ),
                        ),
                        (
                            "hours",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the clock runs day and night.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="calendars.hours",
                                verbose_name="counts only in",
                            ),
                        ),
                        (
                            "warn_percents",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                help_text="Of the time promised, such as 75, 90.",
                                size=None,
                                verbose_name="warns at (%)",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=100, help_text="Lower ones come first.", verbose_name="position"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "promise of time",
                        "verbose_name_plural": "promises of time",
                        "ordering": ["target", "position", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gt", 0)), name="a_promise_has_some_time"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "clocks_policyevent" ("category", "code", "hours_id", "id", "is_active", "kind", "minutes", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "severity", "target", "tier", "unit_id", "warn_percents") VALUES (NEW."category", NEW."code", NEW."hours_id", NEW."id", NEW."is_active", NEW."kind", NEW."minutes", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."severity", NEW."target", NEW."tier", NEW."unit_id", NEW."warn_percents"); RETURN NULL;',
                                    hash="4c31585a9e67c8e564aa001de4ad852a3d58655e",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_89504",
                                    table="clocks_policy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "clocks_policyevent" ("category", "code", "hours_id", "id", "is_active", "kind", "minutes", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "severity", "target", "tier", "unit_id", "warn_percents") VALUES (NEW."category", NEW."code", NEW."hours_id", NEW."id", NEW."is_active", NEW."kind", NEW."minutes", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."severity", NEW."target", NEW."tier", NEW."unit_id", NEW."warn_percents"); RETURN NULL;',
                                    hash="fb795857c4523016c8c28a50084bc3448780450f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_11b44",
                                    table="clocks_policy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyEvent",
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
                                to="clocks.policy",
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
                            "target",
                            models.CharField(
                                choices=[
                                    ("first_response", "First response"),
                                    ("next_update", "Next update"),
                                    ("resolution", "Resolution"),
                                    ("hop", "Department's part"),
                                    ("front_desk_level", "Complaint at the front desk"),
                                    ("review_level", "Complaint in review"),
                                    ("management_level", "Complaint with management"),
                                    ("appeal_answer", "Answer to the regulator"),
                                    ("appeal_acceptance", "Acceptance of the appeal"),
                                    ("appeal_handling", "Handling of the appeal"),
                                ],
                                max_length=20,
                                verbose_name="promises",
                            ),
                        ),
                        ("kind", models.CharField(blank=True, default="", max_length=20, verbose_name="only for type")),
                        (
                            "severity",
                            models.CharField(blank=True, default="", max_length=20, verbose_name="only for severity"),
                        ),
                        ("tier", models.CharField(blank=True, default="", max_length=20, verbose_name="only for tier")),
                        (
                            "category",
                            models.CharField(
                                blank=True,
                                default="",
                                help_text="With all categories below it.",
                                max_length=40,
                                verbose_name="only for category",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="With all units below it.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="only in",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveIntegerField(
                                help_text="Counted in the working hours below.", verbose_name="within (min)"
                            ),
                        ),
                        (
                            "hours",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Empty: the clock runs day and night.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="calendars.hours",
                                verbose_name="counts only in",
                            ),
                        ),
                        (
                            "warn_percents",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                help_text="Of the time promised, such as 75, 90.",
                                size=None,
                                verbose_name="warns at (%)",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=100, help_text="Lower ones come first.", verbose_name="position"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="EscalationStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="clocks.policy",
                                verbose_name="promise of time",
                            ),
                        ),
                        ("after_minutes", models.PositiveIntegerField(default=0, verbose_name="after (min)")),
                        (
                            "whom",
                            models.CharField(
                                choices=[
                                    ("owner", "Owner"),
                                    ("team_leader", "Team leader"),
                                    ("duty_leader", "Duty leader"),
                                    ("back_office", "Back office"),
                                    ("executive", "Management"),
                                ],
                                max_length=20,
                                verbose_name="tells",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "escalation",
                        "verbose_name_plural": "escalations",
                        "ordering": ["after_minutes", "pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "clocks_escalationstepevent" ("after_minutes", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "whom") VALUES (NEW."after_minutes", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."policy_id", NEW."whom"); RETURN NULL;',
                                    hash="0421c8404047388366603ef57d5ad067170bfb43",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_fdbe8",
                                    table="clocks_escalationstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "clocks_escalationstepevent" ("after_minutes", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "whom") VALUES (NEW."after_minutes", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."policy_id", NEW."whom"); RETURN NULL;',
                                    hash="6700b57b6c924d5f8937aa94012836f94da9e6d2",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_df361",
                                    table="clocks_escalationstep",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationStepEvent",
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
                                to="clocks.escalationstep",
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
                            "policy",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="clocks.policy",
                                verbose_name="promise of time",
                            ),
                        ),
                        ("after_minutes", models.PositiveIntegerField(default=0, verbose_name="after (min)")),
                        (
                            "whom",
                            models.CharField(
                                choices=[
                                    ("owner", "Owner"),
                                    ("team_leader", "Team leader"),
                                    ("duty_leader", "Duty leader"),
                                    ("back_office", "Back office"),
                                    ("executive", "Management"),
                                ],
                                max_length=20,
                                verbose_name="tells",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PauseReason",
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
                        (
                            "targets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("first_response", "First response"),
                                        ("next_update", "Next update"),
                                        ("resolution", "Resolution"),
                                        ("hop", "Department's part"),
                                        ("front_desk_level", "Complaint at the front desk"),
                                        ("review_level", "Complaint in review"),
                                        ("management_level", "Complaint with management"),
                                        ("appeal_answer", "Answer to the regulator"),
                                        ("appeal_acceptance", "Acceptance of the appeal"),
                                        ("appeal_handling", "Handling of the appeal"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                                verbose_name="pauses the clocks of",
                            ),
                        ),
                        (
                            "needs_moment",
                            models.BooleanField(
                                default=False,
                                help_text="Such as an appointment: the clock goes on by itself then.",
                                verbose_name="ends at a moment",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "reason to pause",
                        "verbose_name_plural": "reasons to pause",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "clocks_pausereasonevent" ("code", "id", "is_active", "name_en", "name_zh", "needs_moment", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "targets") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."needs_moment", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."targets"); RETURN NULL;',
                                    hash="6688423b661749cce3488f33cecaf794e82e689b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_50d66",
                                    table="clocks_pausereason",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "clocks_pausereasonevent" ("code", "id", "is_active", "name_en", "name_zh", "needs_moment", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "targets") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."needs_moment", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."targets"); RETURN NULL;',
                                    hash="35af52bacd7fc1dd2df874453a41271f09516dbe",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_61ef4",
                                    table="clocks_pausereason",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PauseReasonEvent",
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
                                to="clocks.pausereason",
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
                        (
                            "targets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("first_response", "First response"),
                                        ("next_update", "Next update"),
                                        ("resolution", "Resolution"),
                                        ("hop", "Department's part"),
                                        ("front_desk_level", "Complaint at the front desk"),
                                        ("review_level", "Complaint in review"),
                                        ("management_level", "Complaint with management"),
                                        ("appeal_answer", "Answer to the regulator"),
                                        ("appeal_acceptance", "Acceptance of the appeal"),
                                        ("appeal_handling", "Handling of the appeal"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                                verbose_name="pauses the clocks of",
                            ),
                        ),
                        (
                            "needs_moment",
                            models.BooleanField(
                                default=False,
                                help_text="Such as an appointment: the clock goes on by itself then.",
                                verbose_name="ends at a moment",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="Clock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=80)),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("first_response", "First response"),
                                    ("next_update", "Next update"),
                                    ("resolution", "Resolution"),
                                    ("hop", "Department's part"),
                                    ("front_desk_level", "Complaint at the front desk"),
                                    ("review_level", "Complaint in review"),
                                    ("management_level", "Complaint with management"),
                                    ("appeal_answer", "Answer to the regulator"),
                                    ("appeal_acceptance", "Acceptance of the appeal"),
                                    ("appeal_handling", "Handling of the appeal"),
                                ],
                                max_length=20,
                                verbose_name="promises",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clocks.policy",
                                verbose_name="promise of time",
                            ),
                        ),
                        ("is_agreed", models.BooleanField(default=False, verbose_name="agreed moment")),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                            ),
                        ),
                        ("target_seconds", models.PositiveIntegerField(verbose_name="time promised (s)")),
                        (
                            "hours",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="calendars.hours",
                            ),
                        ),
                        ("marks", models.JSONField(default=list)),
                        ("marks_done", models.PositiveSmallIntegerField(default=0)),
                        ("has_warned", models.BooleanField(db_default=False, default=False)),
                        ("levels_told", models.PositiveSmallIntegerField(db_default=0, default=0)),
                        ("started_at", models.DateTimeField(verbose_name="started")),
                        ("spent_seconds", models.FloatField(default=0, verbose_name="spent (s)")),
                        ("counted_at", models.DateTimeField()),
                        (
                            "paused_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clocks.pausereason",
                                verbose_name="paused for",
                            ),
                        ),
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                        ("next_at", models.DateTimeField(blank=True, null=True)),
                        ("broken_at", models.DateTimeField(blank=True, null=True, verbose_name="broken")),
                        ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("kept", "Kept"), ("broken", "Broken"), ("cancelled", "No longer asked for")],
                                default="",
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clock",
                        "verbose_name_plural": "clocks",
                        "indexes": [
                            models.Index(fields=["subject", "id"], name="clocks_of_subject"),
                            models.Index(
                                condition=models.Q(("next_at__isnull", False)),
                                fields=["next_at"],
                                name="clocks_by_next",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("stopped_at", None)),
                                fields=("subject", "target"),
                                name="one_running_clock_per_target",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("policy__isnull", False), ("is_agreed", True), _connector="OR"),
                                name="a_clock_is_promised_or_agreed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("stopped_at", None)),
                                    models.Q(
                                        ("next_at", None),
                                        ("stopped_at__isnull", False),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_stopped_clock_has_an_outcome",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
