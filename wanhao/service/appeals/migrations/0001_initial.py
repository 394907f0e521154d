"""All tables of appeals."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="AppealPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "keep_pack_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="They can be made again at any time.",
                                verbose_name="evidence packs are kept (days)",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "policy of appeals",
                        "verbose_name_plural": "policy of appeals",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_policy_of_appeals")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "appeals_appealpolicyevent" ("id", "keep_pack_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."keep_pack_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                                    hash="3fada2dec0e4b21ac41109d73696b6710f278387",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c9ffb",
                                    table="appeals_appealpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "appeals_appealpolicyevent" ("id", "keep_pack_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."keep_pack_days", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                                    hash="6eccf23081f41b7693eb772ed7a5443e32c45ecc",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a9fd6",
                                    table="appeals_appealpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppealPolicyEvent",
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
                                to="appeals.appealpolicy",
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
                            "keep_pack_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="They can be made again at any time.",
                                verbose_name="evidence packs are kept (days)",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Appeal",
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
                                related_name="appeals",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        ("regulator", models.CharField(max_length=80, verbose_name="regulator")),
                        ("regulator_number", models.CharField(max_length=60, verbose_name="number at the regulator")),
                        ("text", models.TextField(verbose_name="what the customer asks for")),
                        ("received_at", models.DateTimeField(verbose_name="received")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "To be accepted"),
                                    ("accepted", "To be answered"),
                                    ("answered", "Answered"),
                                    ("closed", "Closed"),
                                    ("refused", "Not accepted"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="received",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                        ("answer", models.TextField(blank=True, default="", verbose_name="our answer")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                        ("outcome", models.TextField(blank=True, default="", verbose_name="outcome")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "appeal to the regulator",
                        "verbose_name_plural": "appeals to the regulator",
                        "indexes": [
                            models.Index(fields=["ticket", "id"], name="appeals_of_ticket"),
                            models.Index(condition=models.Q(("ended_at", None)), fields=["-id"], name="open_appeals"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("regulator", "regulator_number"), name="one_appeal_per_regulators_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state__in", ["received", "accepted", "answered"])),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("state__in", ["closed", "refused", "withdrawn"]),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_ended_appeal_has_its_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["answered", "closed"]), _negated=True),
                                    models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="an_answered_appeal_has_its_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidencePack",
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
                            "appeal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="appeals.appeal"
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "Being made"),
                                    ("ready", "Ready"),
                                    ("failed", "Failed"),
                                    ("gone", "Expired"),
                                ],
                                default="waiting",
                                max_length=7,
                            ),
                        ),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("problem", models.CharField(blank=True, default="", max_length=200)),
                        ("has_recordings", models.BooleanField(default=False)),
                        ("ready_at", models.DateTimeField(blank=True, null=True)),
                        ("keep_until", models.DateField(blank=True, null=True)),
                        ("file_id", models.CharField(blank=True, default="", max_length=16)),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("sha256", models.CharField(blank=True, default="", max_length=64)),
                    ],
                    options={
                        "verbose_name": "evidence pack",
                        "verbose_name_plural": "evidence packs",
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "running"])),
                                fields=("appeal",),
                                name="one_pack_in_the_making",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(
                                        ("keep_until__isnull", False),
                                        ("ready_at__isnull", False),
                                        models.Q(("file_id", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_ready_pack_has_its_file",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
