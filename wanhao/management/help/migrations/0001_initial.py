"""All tables of help."""

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
        ("contacts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="HelpTopic",
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
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "help topic",
                        "verbose_name_plural": "help topics",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "help_helptopicevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="d17c786809e3235846e1987894b084b588dc1d62",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_aade5",
                                    table="help_helptopic",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "help_helptopicevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="a247ca06878ff11b8049b516b00763777f98e234",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f1543",
                                    table="help_helptopic",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HelpTopicEvent",
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
                                to="help.helptopic",
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
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="HelpPolicy",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "take_within_seconds",
                            models.PositiveSmallIntegerField(
                                default=60,
                                help_text="Later, all leaders over the agent are alarmed.",
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(3600),
                                ],
                                verbose_name="taken within (s)",
                            ),
                        ),
                        (
                            "closed_after_minutes",
                            models.PositiveSmallIntegerField(
                                default=15,
                                help_text="When help was given and the agent says nothing more.",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="closed by itself after (min)",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "help policy",
                        "verbose_name_plural": "help policy",
                        "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_help_policy")],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "help_helppolicyevent" ("closed_after_minutes", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "take_within_seconds") VALUES (NEW."closed_after_minutes", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."take_within_seconds"); RETURN NULL;',
                                    hash="7ac369a0d04522a210fdd5226b44b31fa5ad53da",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_294af",
                                    table="help_helppolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "help_helppolicyevent" ("closed_after_minutes", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "take_within_seconds") VALUES (NEW."closed_after_minutes", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."take_within_seconds"); RETURN NULL;',
                                    hash="5fa87d77b2196c93dd4497d19d040439587f31c9",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b5b17",
                                    table="help_helppolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HelpPolicyEvent",
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
                                to="help.helppolicy",
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
                            "take_within_seconds",
                            models.PositiveSmallIntegerField(
                                default=60,
                                help_text="Later, all leaders over the agent are alarmed.",
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(3600),
                                ],
                                verbose_name="taken within (s)",
                            ),
                        ),
                        (
                            "closed_after_minutes",
                            models.PositiveSmallIntegerField(
                                default=15,
                                help_text="When help was given and the agent says nothing more.",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="closed by itself after (min)",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HelpRequest",
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
                            "agent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="agent",
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
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="help.helptopic",
                                verbose_name="topic",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("taken", "Taken"),
                                    ("helped", "Answered"),
                                    ("closed", "Closed"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                        ("escalated_at", models.DateTimeField(blank=True, null=True, verbose_name="escalated")),
                        (
                            "taken_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken")),
                        ("helped_at", models.DateTimeField(blank=True, null=True, verbose_name="helped")),
                        (
                            "helped_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("text", "by text"),
                                    ("join", "by joining the call"),
                                    ("take_over", "by taking over"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        ("last_word_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("solved", "Solved"),
                                    ("cancelled", "Cancelled"),
                                    ("by_leader", "Closed by a leader"),
                                    ("lapsed", "Closed by time"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "help request",
                        "verbose_name_plural": "help requests",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at", None)), fields=["asked_at"], name="open_help_requests"
                            ),
                            models.Index(fields=["topic", "asked_at"], name="help_of_topic"),
                            models.Index(fields=["unit", "asked_at"], name="help_of_unit"),
                            models.Index(
                                condition=models.Q(("contact__isnull", False)),
                                fields=["contact"],
                                name="help_with_contact",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("agent",),
                                name="one_open_request_per_agent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("status", "closed"),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "closed"), _negated=True),
                                        ("closed_at", None),
                                        ("outcome", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_closed_request_has_its_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_at", None), ("taken_by", None)),
                                    models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_taken_request_has_its_leader",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("helped_at", None), ("helped_way", "")),
                                    models.Q(("helped_at__isnull", False), models.Q(("helped_way", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="help_was_given_in_some_way",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HelpLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="help.helprequest"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("text", models.CharField(max_length=500)),
                        ("written_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "line of a help request",
                        "verbose_name_plural": "lines of help requests",
                        "ordering": ["id"],
                    },
                ),
            ]
        ),
    ]
