"""All tables of contacts."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("contacts", "0002_history"),
        ("contacts", "0003_agreed_and_withdrawn"),
        ("contacts", "0004_calls_out_like_others"),
    ]
    dependencies = [
        ("accounts", "0001_initial"),
        ("customers", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="WrapUpCode",
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="contacts.wrapupcode",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "wrap-up code",
                        "verbose_name_plural": "wrap-up codes",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "contacts_wrapupcodeevent" ("code", "id", "is_active", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="55bff9c83d00e89ed5983a380f281e892aba1908",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0ba57",
                                    table="contacts_wrapupcode",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "contacts_wrapupcodeevent" ("code", "id", "is_active", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="5c80c7f95a8dd64b343174135929b72a72559fa7",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8510c",
                                    table="contacts_wrapupcode",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WrapUpCodeEvent",
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
                                to="contacts.wrapupcode",
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contacts.wrapupcode",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="Contact",
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
                            "channel",
                            models.CharField(
                                choices=[
                                    ("call", "Call"),
                                    ("chat", "Chat"),
                                    ("callback", "Callback"),
                                    ("hall", "Service hall"),
                                    ("web", "Web"),
                                    ("outbound", "Outbound call"),
                                    ("consult", "Question of a colleague"),
                                ],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("arrived", "In self-service"),
                                    ("waiting", "Waiting"),
                                    ("serving", "In service"),
                                    ("ended", "Ended"),
                                ],
                                default="arrived",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("served", "Served"),
                                    ("abandoned", "Abandoned while waiting"),
                                    ("self_served", "Served itself"),
                                    ("dropped", "Left the voice menu"),
                                    ("closed_hours", "Outside opening hours"),
                                    ("overflowed", "Queue was full"),
                                    ("lost", "Lost by us"),
                                    ("unanswered", "Not answered by the customer"),
                                    ("callback", "Callback agreed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="",
                                max_length=14,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "access_code",
                            models.CharField(blank=True, default="", max_length=30, verbose_name="number dialled"),
                        ),
                        (
                            "caller_number",
                            wanhao.foundation.privacy.fields.SealedText(blank=True, default="", verbose_name="caller"),
                        ),
                        (
                            "caller_index",
                            models.CharField(blank=True, db_index=True, default="", editable=False, max_length=32),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="customers.party",
                            ),
                        ),
                        (
                            "subscription",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.subscription",
                            ),
                        ),
                        ("language", models.CharField(default="zh", max_length=10, verbose_name="language")),
                        (
                            "business_type",
                            models.CharField(blank=True, default="", max_length=40, verbose_name="business type"),
                        ),
                        ("queue_code", models.CharField(blank=True, default="", max_length=40, verbose_name="queue")),
                        (
                            "agent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        ("arrived_at", models.DateTimeField(db_index=True, verbose_name="arrived")),
                        (
                            "asked_for_person_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="asked for a person"),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "end_reason",
                            models.CharField(blank=True, default="", max_length=30, verbose_name="how it ended"),
                        ),
                        ("hold_seconds", models.PositiveIntegerField(default=0, verbose_name="on hold (s)")),
                        (
                            "wrap_up_code",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contacts.wrapupcode",
                            ),
                        ),
                        ("note", models.TextField(blank=True, default="", verbose_name="note")),
                        ("rating", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rating")),
                        ("rated_at", models.DateTimeField(blank=True, null=True, verbose_name="rated")),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "indexes": [
                            models.Index(fields=["customer", "-arrived_at"], name="contact_of_customer"),
                            models.Index(fields=["agent", "-arrived_at"], name="contact_of_agent"),
                            models.Index(fields=["unit", "-arrived_at"], name="contact_of_unit"),
                            models.Index(
                                condition=models.Q(("status", "ended"), _negated=True),
                                fields=["status"],
                                name="contact_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("status", "ended"),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "ended"), _negated=True),
                                        ("ended_at", None),
                                        ("outcome", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_ended_contact_has_one_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rating", None), ("rating__range", (1, 5)), _connector="OR"),
                                name="rating_from_1_to_5",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
