"""All tables of dispatch."""

import datetime

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from wanhao.common.sql_files import sql_file
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
        migrations.RunSQL(sql_file(__file__, "numbers.sql"), migrations.RunSQL.noop),
        CreateTables(
            [
                migrations.CreateModel(
                    name="DispatchPolicy",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "pingpong_turns",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="A ticket handed back, or sent to the same department again, so often is marked and told.",
                                validators=[
                                    django.core.validators.MinValueValidator(2),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="sent to and fro from so many turns",
                            ),
                        ),
                        (
                            "due_soon_hours",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="soon due within (h)",
                            ),
                        ),
                        (
                            "stuck_hours",
                            models.PositiveSmallIntegerField(
                                default=24,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="stuck without a move for (h)",
                            ),
                        ),
                        (
                            "unaccepted_hours",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="stuck without acceptance for (h)",
                            ),
                        ),
                        ("patrol_at", models.TimeField(default=datetime.time(8, 30), verbose_name="patrol at")),
                        (
                            "warned_after_hours",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(1440)],
                                verbose_name="an order is on the warning list when late by (h)",
                            ),
                        ),
                        (
                            "window_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(366),
                                ],
                                verbose_name="departments are judged over (days)",
                            ),
                        ),
                        (
                            "least_orders",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="departments are judged from so many orders",
                            ),
                        ),
                        (
                            "on_time_percent",
                            models.PositiveSmallIntegerField(
                                default=90,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="on time at least (%)",
                            ),
                        ),
                        (
                            "given_back_percent",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="refused or sent back at most (%)",
                            ),
                        ),
                        (
                            "false_percent",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="false at most (%)",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "limits of work orders",
                        "verbose_name_plural": "limits of work orders",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="one_dispatch_policy")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "dispatch_dispatchpolicyevent" ("due_soon_hours", "false_percent", "given_back_percent", "id", "least_orders", "on_time_percent", "patrol_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pingpong_turns", "stuck_hours", "unaccepted_hours", "warned_after_hours", "window_days") VALUES (NEW."due_soon_hours", NEW."false_percent", NEW."given_back_percent", NEW."id", NEW."least_orders", NEW."on_time_percent", NEW."patrol_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pingpong_turns", NEW."stuck_hours", NEW."unaccepted_hours", NEW."warned_after_hours", NEW."window_days"); RETURN NULL;',
                                    hash="23fcdc0b037d2ff8960f58dcb0017a27451a7ea6",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1f7ff",
                                    table="dispatch_dispatchpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "dispatch_dispatchpolicyevent" ("due_soon_hours", "false_percent", "given_back_percent", "id", "least_orders", "on_time_percent", "patrol_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pingpong_turns", "stuck_hours", "unaccepted_hours", "warned_after_hours", "window_days") VALUES (NEW."due_soon_hours", NEW."false_percent", NEW."given_back_percent", NEW."id", NEW."least_orders", NEW."on_time_percent", NEW."patrol_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pingpong_turns", NEW."stuck_hours", NEW."unaccepted_hours", NEW."warned_after_hours", NEW."window_days"); RETURN NULL;',
                                    hash="dd6cf5db64ed1552000ac0ab7ab8072284c34f25",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9ea82",
                                    table="dispatch_dispatchpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DispatchPolicyEvent",
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
                                to="dispatch.dispatchpolicy",
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
                            "pingpong_turns",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="A ticket handed back, or sent to the same department again, so often is marked and told.",
                                validators=[
                                    django.core.validators.MinValueValidator(2),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="sent to and fro from so many turns",
                            ),
                        ),
                        (
                            "due_soon_hours",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="soon due within (h)",
                            ),
                        ),
                        (
                            "stuck_hours",
                            models.PositiveSmallIntegerField(
                                default=24,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="stuck without a move for (h)",
                            ),
                        ),
                        (
                            "unaccepted_hours",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="stuck without acceptance for (h)",
                            ),
                        ),
                        ("patrol_at", models.TimeField(default=datetime.time(8, 30), verbose_name="patrol at")),
                        (
                            "warned_after_hours",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(1440)],
                                verbose_name="an order is on the warning list when late by (h)",
                            ),
                        ),
                        (
                            "window_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(366),
                                ],
                                verbose_name="departments are judged over (days)",
                            ),
                        ),
                        (
                            "least_orders",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="departments are judged from so many orders",
                            ),
                        ),
                        (
                            "on_time_percent",
                            models.PositiveSmallIntegerField(
                                default=90,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="on time at least (%)",
                            ),
                        ),
                        (
                            "given_back_percent",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="refused or sent back at most (%)",
                            ),
                        ),
                        (
                            "false_percent",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="false at most (%)",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PingPong",
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
                        ("turns", models.PositiveSmallIntegerField(verbose_name="turns")),
                        ("found_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "ticket sent to and fro",
                        "verbose_name_plural": "tickets sent to and fro",
                    },
                ),
                migrations.CreateModel(
                    name="DispatchWarning",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("late_order", "Work order late"),
                                    ("pingpong", "Sent to and fro"),
                                    ("on_time", "Too few on time"),
                                    ("given_back", "Too many refused or sent back"),
                                    ("false", "False results"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="warnings",
                                to="dispatch.workorder",
                            ),
                        ),
                        ("numerator", models.PositiveIntegerField(default=0)),
                        ("denominator", models.PositiveIntegerField(default=0)),
                        ("limit_percent", models.PositiveSmallIntegerField(default=0)),
                        ("begun_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "public warning",
                        "verbose_name_plural": "public warnings",
                        "indexes": [models.Index(fields=["-begun_at"], name="warnings_by_begin")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("kind", "department", "order"),
                                name="one_open_warning_of_a_kind",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["late_order", "pingpong"]), ("order__isnull", False)),
                                    models.Q(("kind__in", ["on_time", "given_back", "false"]), ("order", None)),
                                    _connector="OR",
                                ),
                                name="a_warning_is_about_an_order_or_a_department",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Patrol",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True)),
                        ("at", models.DateTimeField()),
                        ("looked_at", models.PositiveIntegerField(default=0)),
                        ("found", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "patrol of stuck orders",
                        "verbose_name_plural": "patrols of stuck orders",
                    },
                ),
                migrations.CreateModel(
                    name="StuckOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "patrol",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="stuck", to="dispatch.patrol"
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stuck",
                                to="dispatch.workorder",
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("unaccepted", "Not accepted"),
                                    ("unmoved", "No movement"),
                                    ("unanswered", "Question not answered"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("moved_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "stuck work order",
                        "verbose_name_plural": "stuck work orders",
                        "constraints": [
                            models.UniqueConstraint(fields=("patrol", "order"), name="a_stuck_order_once_a_patrol")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderType",
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
                            "needs_evidence",
                            models.BooleanField(
                                default=True,
                                help_text="Such an order is finished only with a file or a visit that shows the result.",
                                verbose_name="needs evidence",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "type of work order",
                        "verbose_name_plural": "types of work orders",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "dispatch_ordertypeevent" ("code", "id", "is_active", "name_en", "name_zh", "needs_evidence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."needs_evidence", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="8135b3a2c275bc24bceaf928e42278e2453ccc5c",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f7cdb",
                                    table="dispatch_ordertype",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "dispatch_ordertypeevent" ("code", "id", "is_active", "name_en", "name_zh", "needs_evidence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."needs_evidence", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="9639842ce618142636c2ff005e9707ab698c0044",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a827c",
                                    table="dispatch_ordertype",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderTypeEvent",
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
                                to="dispatch.ordertype",
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
                            "needs_evidence",
                            models.BooleanField(
                                default=True,
                                help_text="Such an order is finished only with a file or a visit that shows the result.",
                                verbose_name="needs evidence",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="WorkOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="work_orders",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dispatch.ordertype",
                                verbose_name="type",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="work_orders",
                                to="accounts.unit",
                                verbose_name="Department",
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
                        ("text", models.TextField(verbose_name="what is asked")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "Waits for acceptance"),
                                    ("accepted", "In work"),
                                    ("asked_back", "Asked back"),
                                    ("finished", "Finished"),
                                    ("refused", "Refused"),
                                    ("bounced", "Sent back"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="sent",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="sent by",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(verbose_name="sent")),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="work_orders",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="assignee",
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                        ("question", models.TextField(blank=True, default="", verbose_name="question")),
                        ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
                        ("result", models.TextField(blank=True, default="", verbose_name="result")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "finished_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                        ("is_late", models.BooleanField(default=False, verbose_name="missed its time")),
                        ("reopened_count", models.PositiveSmallIntegerField(default=0, verbose_name="reopened")),
                        ("false_at", models.DateTimeField(blank=True, null=True, verbose_name="found false")),
                        ("false_reason", models.TextField(blank=True, default="")),
                        (
                            "charged_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("moved_at", models.DateTimeField(verbose_name="last moved")),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "work order",
                        "verbose_name_plural": "work orders",
                        "indexes": [
                            models.Index(fields=["ticket", "id"], name="work_orders_of_ticket"),
                            models.Index(fields=["department", "-id"], name="work_orders_of_department"),
                            models.Index(fields=["department", "-sent_at"], name="work_orders_by_day"),
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["assignee", "due_at"],
                                name="work_orders_of_person",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["moved_at"],
                                name="open_work_orders_by_move",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state__in", ["sent", "accepted", "asked_back"])),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("state__in", ["finished", "refused", "bounced", "cancelled"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_ended_work_order_has_its_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "accepted"), _negated=True),
                                    models.Q(("accepted_at__isnull", False), ("assignee__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_work_order_in_work_has_its_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "finished"), _negated=True),
                                    models.Q(("finished_by__isnull", False), models.Q(("result", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="a_finished_work_order_has_its_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["refused", "bounced", "cancelled"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_work_order_given_back_has_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "asked_back"), _negated=True),
                                    models.Q(("question", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_work_order_asked_back_has_its_question",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("charged_to", None), ("false_at", None), ("false_reason", "")),
                                    models.Q(
                                        ("charged_to__isnull", False),
                                        ("false_at__isnull", False),
                                        models.Q(("false_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_false_work_order_is_charged_to_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="dispatch.workorder",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sent", "sends it"),
                                    ("assigned", "hands it to"),
                                    ("accepted", "accepts it"),
                                    ("refused", "refuses it"),
                                    ("bounced", "sends it back"),
                                    ("asked", "asks back"),
                                    ("answered", "answers"),
                                    ("finished", "finishes it"),
                                    ("reopened", "reopens it"),
                                    ("false", "finds the result false, charged to"),
                                    ("cancelled", "cancels it"),
                                    ("note", "notes"),
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
                        (
                            "to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("text", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "line of a work order",
                        "verbose_name_plural": "lines of work orders",
                        "ordering": ["id"],
                    },
                ),
            ]
        ),
    ]
