"""All tables of complaints; and the database itself refuses a closed complaint without a callback result."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.common.sql_files import sql_file
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [("complaints", "0002_closing")]
    dependencies = [
        ("accounts", "0001_initial"),
        ("callbacks", "0001_initial"),
        ("contacts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("routing", "0001_initial"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Closing",
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
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closings",
                                to="tickets.ticket",
                            ),
                        ),
                        ("run", models.PositiveSmallIntegerField()),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "number",
                            wanhao.foundation.privacy.fields.SealedText(blank=True, default="", verbose_name="number"),
                        ),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="said to be solved by",
                            ),
                        ),
                        ("claimed_at", models.DateTimeField(verbose_name="said to be solved")),
                        ("tries_asked", models.PositiveSmallIntegerField()),
                        ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                        ("next_at", models.DateTimeField(blank=True, null=True, verbose_name="next call")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("solved", "Solved"),
                                    ("not_solved", "Not solved"),
                                    ("not_reached", "Not reached"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                    ],
                    options={
                        "verbose_name": "closing",
                        "verbose_name_plural": "closings",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("result", "")), fields=["next_at"], name="closings_to_call"
                            ),
                            models.Index(fields=["ticket", "run"], name="closings_of_ticket"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("result", "")),
                                fields=("ticket",),
                                name="one_open_closing_of_a_ticket",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("result", "")),
                                    models.Q(
                                        models.Q(("result", ""), _negated=True),
                                        ("ended_at__isnull", False),
                                        ("next_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_ended_closing_has_its_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result", "not_reached"), _negated=True),
                                    ("tries__gte", models.F("tries_asked")),
                                    _connector="OR",
                                ),
                                name="not_reached_after_all_tries",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosingCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "closing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="complaints.closing",
                            ),
                        ),
                        (
                            "callback",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="callbacks.callback",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="agent",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("solved", "Solved"),
                                    ("not_solved", "Not solved"),
                                    ("not_reached", "Not reached"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="note")),
                    ],
                    options={
                        "verbose_name": "closing call",
                        "verbose_name_plural": "closing calls",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["callback"], name="closing_call_of_callback"),
                            models.Index(fields=["contact"], name="closing_call_of_contact"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("result", "")),
                                fields=("closing",),
                                name="one_open_call_of_a_closing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result__in", ["solved", "not_solved"]), _negated=True),
                                    models.Q(("agent__isnull", False), ("contact__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_answer_was_given_in_a_contact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("result", "")),
                                    models.Q(models.Q(("result", ""), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_ended_closing_call_has_its_result",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FalseClosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "closing",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="false_closure",
                                to="complaints.closing",
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="false_closures",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "charged_to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="charged to",
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
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.category",
                                verbose_name="category",
                            ),
                        ),
                        ("solution", models.TextField(verbose_name="what was said")),
                        ("at", models.DateTimeField(verbose_name="contradicted")),
                    ],
                    options={
                        "verbose_name": "false closure",
                        "verbose_name_plural": "false closures",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["unit", "-at"], name="false_closures_of_unit")],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
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
                                unique=True,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "up_to",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="up to (¥)"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "approval limit",
                        "verbose_name_plural": "approval limits",
                        "ordering": ["up_to", "role"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("up_to", None), ("up_to__gte", 0), _connector="OR"),
                                name="approval_limits_are_amounts",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "complaints_approvallimitevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "up_to") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."up_to"); RETURN NULL;',
                                    hash="6404920707bf75207c2b038de6391ee017436cce",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_49585",
                                    table="complaints_approvallimit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "complaints_approvallimitevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "up_to") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."up_to"); RETURN NULL;',
                                    hash="d0dac1caff0c5c08601789c329f583a6114d1dc9",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a9b5c",
                                    table="complaints_approvallimit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApprovalLimitEvent",
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
                                to="complaints.approvallimit",
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
                            "role",
                            models.CharField(
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
                                verbose_name="role",
                            ),
                        ),
                        (
                            "up_to",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="up to (¥)"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Compensation",
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
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="compensations",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("money", "Money"),
                                    ("credit", "Credit on the account"),
                                    ("service", "Service or package"),
                                    ("gift", "Gift"),
                                ],
                                default="credit",
                                max_length=10,
                                verbose_name="form",
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="amount (¥)")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        (
                            "status",
                            models.CharField(
                                choices=[("proposed", "Proposed"), ("approved", "Approved"), ("refused", "Refused")],
                                default="proposed",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("four_eyes_above", models.DecimalField(decimal_places=2, max_digits=10)),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                        (
                            "first_approver",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("first_approved_at", models.DateTimeField(null=True)),
                        (
                            "second_approver",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("second_approved_at", models.DateTimeField(null=True)),
                        (
                            "refused_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "refused_because",
                            models.CharField(blank=True, default="", max_length=300, verbose_name="refused because"),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                    ],
                    options={
                        "verbose_name": "compensation",
                        "verbose_name_plural": "compensations",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "proposed")),
                                fields=["unit", "proposed_at"],
                                name="compensation_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="compensation_is_an_amount"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_approver", None),
                                    models.Q(("first_approver", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="nobody_approves_what_they_proposed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("second_approver", None),
                                    models.Q(
                                        models.Q(("second_approver", models.F("proposed_by")), _negated=True),
                                        models.Q(("second_approver", models.F("first_approver")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="four_eyes_are_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "approved"), _negated=True),
                                    models.Q(
                                        ("first_approved_at__isnull", False),
                                        ("first_approver__isnull", False),
                                        models.Q(
                                            ("amount__lte", models.F("four_eyes_above")),
                                            ("second_approver__isnull", False),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="approved_by_as_many_as_the_amount_asks",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_approver__isnull", False), ("second_approver", None), _connector="OR"
                                ),
                                name="the_first_approver_comes_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "refused"), _negated=True),
                                    models.Q(
                                        ("refused_by__isnull", False), models.Q(("refused_because", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="refused_by_somebody_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("status", "proposed")),
                                    models.Q(
                                        models.Q(("status", "proposed"), _negated=True), ("decided_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="a_decision_has_its_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LevelOwner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Front desk"), (2, "Back-office review"), (3, "Management")],
                                verbose_name="level",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                help_text="With all units below it. The closest one counts.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="only in",
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
                    ],
                    options={
                        "verbose_name": "owner of a level",
                        "verbose_name_plural": "owners of levels",
                        "ordering": ["level", "unit__path"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("level", "unit"), name="one_owner_of_a_level_in_a_unit", nulls_distinct=False
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "complaints_levelownerevent" ("id", "level", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."id", NEW."level", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_id"); RETURN NULL;',
                                    hash="5b7d3a0598dfb71360c9717da9d179b738a25dbc",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f53f2",
                                    table="complaints_levelowner",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "complaints_levelownerevent" ("id", "level", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."id", NEW."level", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit_id"); RETURN NULL;',
                                    hash="36c720f0895086d05f7b1fbc506d6e5d4710419a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_dc242",
                                    table="complaints_levelowner",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LevelOwnerEvent",
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
                                to="complaints.levelowner",
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
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Front desk"), (2, "Back-office review"), (3, "Management")],
                                verbose_name="level",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="With all units below it. The closest one counts.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="only in",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Complaint",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaint",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Front desk"), (2, "Back-office review"), (3, "Management")],
                                default=1,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "level_owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner of the level",
                            ),
                        ),
                        ("level_since", models.DateTimeField(verbose_name="on this level since")),
                        (
                            "repeat_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repeats",
                                to="complaints.complaint",
                                verbose_name="repeats",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "complaint",
                        "verbose_name_plural": "complaints",
                        "indexes": [models.Index(fields=["level", "-level_since"], name="complaints_of_level")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("level__range", (1, 3))), name="three_levels_of_complaints"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("repeat_of", None),
                                    models.Q(("repeat_of", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="no_complaint_repeats_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LevelChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="level_changes",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "level_before",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Front desk"), (2, "Back-office review"), (3, "Management")], null=True
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Front desk"), (2, "Back-office review"), (3, "Management")]
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("begun", "Opened"),
                                    ("major", "Major complaint"),
                                    ("by_hand", "Raised by hand"),
                                    ("clock", "Limit of the level passed"),
                                    ("not_solved", "Customer says it is not solved"),
                                ],
                                max_length=10,
                                verbose_name="why",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, default="", max_length=300, verbose_name="reason")),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "change of level",
                        "verbose_name_plural": "changes of level",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level_before", None), ("level__gte", models.F("level_before")), _connector="OR"
                                ),
                                name="levels_are_only_raised",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("why", "by_hand"), _negated=True),
                                    models.Q(models.Q(("reason", ""), _negated=True), ("by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="raised_by_hand_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CrisisStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=120, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        ("within_minutes", models.PositiveIntegerField(default=60, verbose_name="within (min)")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "step of the crisis checklist",
                        "verbose_name_plural": "steps of the crisis checklist",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "complaints_crisisstepevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "within_minutes") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."within_minutes"); RETURN NULL;',
                                    hash="b5972e51c9e20960e0becdc7d5ef1356cfc9f5fc",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1c7b4",
                                    table="complaints_crisisstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "complaints_crisisstepevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "within_minutes") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."within_minutes"); RETURN NULL;',
                                    hash="13da3011c0f96325403719536adf807bd53c3eaa",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a24e2",
                                    table="complaints_crisisstep",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CrisisStepEvent",
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
                                to="complaints.crisisstep",
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
                        ("name_zh", models.CharField(max_length=120, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        ("within_minutes", models.PositiveIntegerField(default=60, verbose_name="within (min)")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="CrisisTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="crisis_tasks",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="complaints.crisisstep",
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="due")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="note")),
                    ],
                    options={
                        "verbose_name": "crisis task",
                        "verbose_name_plural": "crisis tasks",
                        "ordering": ["due_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("complaint", "step"), name="one_task_of_a_crisis_step"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("done_by", None)),
                                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_done_task_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mediation",
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
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mediations",
                                to="complaints.complaint",
                            ),
                        ),
                        ("mediator", models.CharField(max_length=120, verbose_name="third party")),
                        ("held_at", models.DateTimeField(verbose_name="held")),
                        (
                            "result",
                            models.CharField(
                                choices=[("pending", "Under way"), ("agreed", "Agreed"), ("not_agreed", "Not agreed")],
                                default="pending",
                                max_length=10,
                                verbose_name="result",
                            ),
                        ),
                        ("text", models.TextField(blank=True, default="", verbose_name="what was said")),
                        (
                            "files",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "mediation",
                        "verbose_name_plural": "mediations",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintPolicy",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "repeat_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="The same customer complains about the same category again within so many days.",
                                verbose_name="a repeat within (days)",
                            ),
                        ),
                        (
                            "call_queue",
                            models.ForeignKey(
                                blank=True,
                                help_text="Its agents call customers before a complaint is closed. Its callback policy should try once.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.queue",
                                verbose_name="queue of the closing calls",
                            ),
                        ),
                        (
                            "tries",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="tries before a customer counts as not reached"
                            ),
                        ),
                        (
                            "hours_apart",
                            models.PositiveSmallIntegerField(default=4, verbose_name="tries lie apart by (h)"),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                default=2,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="tries lie on so many days",
                            ),
                        ),
                        (
                            "four_eyes_above",
                            models.DecimalField(
                                decimal_places=2,
                                default=500,
                                max_digits=10,
                                verbose_name="two approve a compensation above (¥)",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "complaint policy",
                        "verbose_name_plural": "complaint policy",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="one_complaint_policy"),
                            models.CheckConstraint(
                                condition=models.Q(("tries__range", (1, 10))), name="one_to_ten_closing_calls"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours_apart__range", (1, 48))), name="closing_calls_lie_apart"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("days__gte", 1), ("days__lte", models.F("tries"))),
                                name="a_day_has_a_try",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "complaints_complaintpolicyevent" ("call_queue_id", "days", "four_eyes_above", "hours_apart", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repeat_days", "tries") VALUES (NEW."call_queue_id", NEW."days", NEW."four_eyes_above", NEW."hours_apart", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."repeat_days", NEW."tries"); RETURN NULL;',
                                    hash="24b43b946a673e675b0d143df1350895aab30648",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e9316",
                                    table="complaints_complaintpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "complaints_complaintpolicyevent" ("call_queue_id", "days", "four_eyes_above", "hours_apart", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repeat_days", "tries") VALUES (NEW."call_queue_id", NEW."days", NEW."four_eyes_above", NEW."hours_apart", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."repeat_days", NEW."tries"); RETURN NULL;',
                                    hash="e5a108b04595fef26a7f6b43730d48251cb5c40e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f5125",
                                    table="complaints_complaintpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "complaints_complaintpolicyevent" ("call_queue_id", "days", "four_eyes_above", "hours_apart", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repeat_days", "tries") VALUES (OLD."call_queue_id", OLD."days", OLD."four_eyes_above", OLD."hours_apart", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."repeat_days", OLD."tries"); RETURN NULL;',
                                    hash="31ffa6e943e1eec047d1900369a0ff738a81478b",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_752a1",
                                    table="complaints_complaintpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintPolicyEvent",
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
                                to="complaints.complaintpolicy",
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
                            "repeat_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="The same customer complains about the same category again within so many days.",
                                verbose_name="a repeat within (days)",
                            ),
                        ),
                        (
                            "call_queue",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Its agents call customers before a complaint is closed. Its callback policy should try once.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="routing.queue",
                                verbose_name="queue of the closing calls",
                            ),
                        ),
                        (
                            "tries",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="tries before a customer counts as not reached"
                            ),
                        ),
                        (
                            "hours_apart",
                            models.PositiveSmallIntegerField(default=4, verbose_name="tries lie apart by (h)"),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                default=2,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="tries lie on so many days",
                            ),
                        ),
                        (
                            "four_eyes_above",
                            models.DecimalField(
                                decimal_places=2,
                                default=500,
                                max_digits=10,
                                verbose_name="two approve a compensation above (¥)",
                            ),
                        ),
                    ],
                ),
            ]
        ),
        migrations.RunSQL(sql_file(__file__, "closing.sql"), migrations.RunSQL.noop),
    ]
