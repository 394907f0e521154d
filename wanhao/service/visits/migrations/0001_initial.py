"""All tables of visits."""

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
        ("dispatch", "0001_initial"),
        ("files", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="JobType",
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
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("consultation", "Consultation"),
                                    ("complaint", "Complaint"),
                                    ("fault", "Fault"),
                                    ("installation", "Installation or move"),
                                    ("order", "Order follow-up"),
                                    ("suggestion", "Suggestion"),
                                    ("praise", "Praise"),
                                ],
                                default="",
                                help_text="Of the ticket.",
                                max_length=14,
                                verbose_name="only for type",
                            ),
                        ),
                        (
                            "service",
                            models.CharField(blank=True, default="", max_length=10, verbose_name="only for service"),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                help_text="With all categories below it.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.category",
                                verbose_name="only for category",
                            ),
                        ),
                        (
                            "needs_report",
                            models.BooleanField(
                                default=False,
                                help_text="Such as the site test of a mobile signal.",
                                verbose_name="needs a technical report",
                            ),
                        ),
                        (
                            "needs_signature",
                            models.BooleanField(default=True, verbose_name="needs the customer's signature"),
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
                        "verbose_name": "job type",
                        "verbose_name_plural": "job types",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "visits_jobtypeevent" ("category_id", "code", "id", "is_active", "kind", "name_en", "name_zh", "needs_report", "needs_signature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "service") VALUES (NEW."category_id", NEW."code", NEW."id", NEW."is_active", NEW."kind", NEW."name_en", NEW."name_zh", NEW."needs_report", NEW."needs_signature", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."service"); RETURN NULL;',
                                    hash="acc00994cab696c7bf950c4ed6a5e1937ea7fba6",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0c931",
                                    table="visits_jobtype",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "visits_jobtypeevent" ("category_id", "code", "id", "is_active", "kind", "name_en", "name_zh", "needs_report", "needs_signature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "service") VALUES (NEW."category_id", NEW."code", NEW."id", NEW."is_active", NEW."kind", NEW."name_en", NEW."name_zh", NEW."needs_report", NEW."needs_signature", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."service"); RETURN NULL;',
                                    hash="f1cf45bd16112b847fdd82dad5bbb6691f52684e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c9a48",
                                    table="visits_jobtype",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JobTypeEvent",
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
                                to="visits.jobtype",
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
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("consultation", "Consultation"),
                                    ("complaint", "Complaint"),
                                    ("fault", "Fault"),
                                    ("installation", "Installation or move"),
                                    ("order", "Order follow-up"),
                                    ("suggestion", "Suggestion"),
                                    ("praise", "Praise"),
                                ],
                                default="",
                                help_text="Of the ticket.",
                                max_length=14,
                                verbose_name="only for type",
                            ),
                        ),
                        (
                            "service",
                            models.CharField(blank=True, default="", max_length=10, verbose_name="only for service"),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="With all categories below it.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="tickets.category",
                                verbose_name="only for category",
                            ),
                        ),
                        (
                            "needs_report",
                            models.BooleanField(
                                default=False,
                                help_text="Such as the site test of a mobile signal.",
                                verbose_name="needs a technical report",
                            ),
                        ),
                        (
                            "needs_signature",
                            models.BooleanField(default=True, verbose_name="needs the customer's signature"),
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
                    name="CheckItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "job_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="visits.jobtype",
                                verbose_name="job type",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("number", "Reading"), ("yes_no", "Yes or no"), ("text", "Words")],
                                default="number",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, default="", max_length=12, verbose_name="measured in")),
                        (
                            "lower",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=11, null=True, verbose_name="not below"
                            ),
                        ),
                        (
                            "upper",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=11, null=True, verbose_name="not above"
                            ),
                        ),
                        (
                            "is_required",
                            models.BooleanField(
                                default=True,
                                help_text="A question that must be filled must be answered with yes.",
                                verbose_name="must be filled",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                    ],
                    options={
                        "verbose_name": "item of a checklist",
                        "verbose_name_plural": "items of checklists",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("job_type", "code"), name="one_item_of_a_code"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lower", None), ("upper", None), ("upper__gte", models.F("lower")), _connector="OR"
                                ),
                                name="limits_leave_something",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "visits_checkitemevent" ("code", "id", "is_required", "job_type_id", "kind", "lower", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit", "upper") VALUES (NEW."code", NEW."id", NEW."is_required", NEW."job_type_id", NEW."kind", NEW."lower", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."unit", NEW."upper"); RETURN NULL;',
                                    hash="856f1ee15928fb718838fe07c9d5a50d4c421efd",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_38c1d",
                                    table="visits_checkitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "visits_checkitemevent" ("code", "id", "is_required", "job_type_id", "kind", "lower", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit", "upper") VALUES (NEW."code", NEW."id", NEW."is_required", NEW."job_type_id", NEW."kind", NEW."lower", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."unit", NEW."upper"); RETURN NULL;',
                                    hash="99daec4f64b1436f82ef168cb3cf0ccb64d457e8",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_721d6",
                                    table="visits_checkitem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckItemEvent",
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
                                to="visits.checkitem",
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
                            "job_type",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="visits.jobtype",
                                verbose_name="job type",
                            ),
                        ),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("number", "Reading"), ("yes_no", "Yes or no"), ("text", "Words")],
                                default="number",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, default="", max_length=12, verbose_name="measured in")),
                        (
                            "lower",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=11, null=True, verbose_name="not below"
                            ),
                        ),
                        (
                            "upper",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=11, null=True, verbose_name="not above"
                            ),
                        ),
                        (
                            "is_required",
                            models.BooleanField(
                                default=True,
                                help_text="A question that must be filled must be answered with yes.",
                                verbose_name="must be filled",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                    ],
                ),
                migrations.CreateModel(
                    name="Visit",
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
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="dispatch.workorder",
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="tickets.ticket"
                            ),
                        ),
                        (
                            "technician",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "job_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="visits.jobtype",
                                verbose_name="job type",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("under_way", "Under way"),
                                    ("held", "Waits for a decision"),
                                    ("finished", "Finished"),
                                ],
                                default="under_way",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                        ("result", models.TextField(blank=True, default="", verbose_name="result")),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="result sent")),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                        (
                            "signature",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
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
                    ],
                    options={
                        "verbose_name": "visit",
                        "verbose_name_plural": "visits",
                        "indexes": [
                            models.Index(fields=["ticket", "-id"], name="visits_of_ticket"),
                            models.Index(fields=["technician", "-arrived_at"], name="visits_of_technician"),
                            models.Index(
                                condition=models.Q(("state", "held")), fields=["-sent_at"], name="visits_held"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "finished"), _negated=True),
                                fields=("order",),
                                name="one_unfinished_visit_per_work_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finished_at", None), ("state", "under_way")),
                                    models.Q(("finished_at", None), ("sent_at__isnull", False), ("state", "held")),
                                    models.Q(
                                        ("finished_at__isnull", False),
                                        ("sent_at__isnull", False),
                                        ("state", "finished"),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_visit_has_the_moments_of_its_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="visits.visit"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.checkitem"
                            ),
                        ),
                        ("number", models.DecimalField(blank=True, decimal_places=3, max_digits=11, null=True)),
                        ("yes", models.BooleanField(null=True)),
                        ("text", models.CharField(blank=True, default="", max_length=500)),
                        ("lower", models.DecimalField(blank=True, decimal_places=3, max_digits=11, null=True)),
                        ("upper", models.DecimalField(blank=True, decimal_places=3, max_digits=11, null=True)),
                        ("is_outside", models.BooleanField(default=False, verbose_name="outside its limit")),
                        (
                            "excused_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("excused_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "excuse",
                            models.CharField(blank=True, default="", max_length=300, verbose_name="why it is accepted"),
                        ),
                    ],
                    options={
                        "verbose_name": "reading",
                        "verbose_name_plural": "readings",
                        "ordering": ["item__position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("visit", "item"), name="one_reading_of_an_item"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("excuse", ""), ("excused_at", None), ("excused_by", None)),
                                    models.Q(
                                        ("excused_at__isnull", False),
                                        ("excused_by__isnull", False),
                                        ("is_outside", True),
                                        models.Q(("excuse", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_excuse_has_its_person_and_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=40, unique=True)),
                        (
                            "visit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sendings",
                                to="visits.visit",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        ("received_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "sending of a phone",
                        "verbose_name_plural": "sendings of phones",
                    },
                ),
            ]
        ),
    ]
