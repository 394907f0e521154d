"""All tables of recordings."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contacts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Recording",
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
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recordings",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("running", "Being recorded"),
                                    ("raw", "Waiting to be converted"),
                                    ("ready", "Ready"),
                                    ("failed", "Could not be converted"),
                                    ("deleted", "Deleted by retention"),
                                ],
                                default="running",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("began_at", models.DateTimeField(verbose_name="began")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        ("captures", models.JSONField(default=list, editable=False)),
                        ("file_name", models.CharField(blank=True, default="", editable=False, max_length=100)),
                        ("seconds", models.FloatField(default=0, verbose_name="length (s)")),
                        (
                            "customer_level_db",
                            models.FloatField(blank=True, null=True, verbose_name="customer's level (dBFS)"),
                        ),
                        (
                            "agent_level_db",
                            models.FloatField(blank=True, null=True, verbose_name="agent's level (dBFS)"),
                        ),
                        ("sha256", models.CharField(blank=True, default="", editable=False, max_length=64)),
                        ("keep_until", models.DateField(blank=True, null=True, verbose_name="kept until")),
                        ("problem", models.CharField(blank=True, default="", max_length=200)),
                    ],
                    options={
                        "verbose_name": "recording",
                        "verbose_name_plural": "recordings",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "ready"), _negated=True),
                                fields=["status"],
                                name="recordings_to_do",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordingPlay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "recording",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plays",
                                to="recordings.recording",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("began_at", models.DateTimeField(verbose_name="began")),
                        ("asked_at", models.DateTimeField(verbose_name="last asked for")),
                    ],
                    options={
                        "verbose_name": "play of a recording",
                        "verbose_name_plural": "plays of recordings",
                        "indexes": [
                            models.Index(fields=["recording", "staff", "-asked_at"], name="plays_of_recording")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VoiceMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="voice_message",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "recording",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="voice_message",
                                to="recordings.recording",
                            ),
                        ),
                        ("left_at", models.DateTimeField(verbose_name="left")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="dealt with")),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="dealt with by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "voice message",
                        "verbose_name_plural": "voice messages",
                        "ordering": ["-left_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)), fields=["left_at"], name="voice_messages_to_do"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("done_by", None)),
                                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_done_voice_message_has_who_did_it",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordingPolicy",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "keep_days",
                            models.PositiveIntegerField(default=365, verbose_name="recordings are kept (days)"),
                        ),
                    ],
                    options={
                        "verbose_name": "recording policy",
                        "verbose_name_plural": "recording policy",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="one_recording_policy"),
                            models.CheckConstraint(
                                condition=models.Q(("keep_days__gte", 92)), name="recordings_kept_three_months"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "recordings_recordingpolicyevent" ("id", "keep_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."keep_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                                    hash="81a11e71ce2a84c30b705d0320d6c1ffff555de1",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d2773",
                                    table="recordings_recordingpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "recordings_recordingpolicyevent" ("id", "keep_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."keep_days", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                                    hash="96f4e1c97ca35baf4f28d9b3d94344c710003aa8",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_40996",
                                    table="recordings_recordingpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "recordings_recordingpolicyevent" ("id", "keep_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."keep_days", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                                    hash="8cb490f262ee01c2f7c1397ed9eba8e52658d2e7",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_36ba3",
                                    table="recordings_recordingpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordingPolicyEvent",
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
                                to="recordings.recordingpolicy",
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
                            "keep_days",
                            models.PositiveIntegerField(default=365, verbose_name="recordings are kept (days)"),
                        ),
                    ],
                ),
            ]
        ),
    ]
