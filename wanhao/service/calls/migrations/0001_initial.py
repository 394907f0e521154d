"""All tables of calls."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0001_initial"),
        ("contacts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("routing", "0001_initial"),
        ("speech", "0001_initial"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Node",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                        ("started_at", models.DateTimeField(verbose_name="started")),
                        ("beat_at", models.DateTimeField(verbose_name="last heartbeat")),
                        ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped")),
                    ],
                    options={
                        "verbose_name": "telephony process",
                        "verbose_name_plural": "telephony processes",
                    },
                ),
                migrations.CreateModel(
                    name="Call",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="call", to="contacts.contact"
                            ),
                        ),
                        (
                            "node",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="calls.node"
                            ),
                        ),
                        ("sip_call_id", models.CharField(max_length=200, verbose_name="SIP Call-ID")),
                        (
                            "dialled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="dialled by",
                            ),
                        ),
                        (
                            "own_call_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="own call of",
                            ),
                        ),
                        ("is_live", models.BooleanField(default=True, verbose_name="live")),
                        ("is_held", models.BooleanField(default=False, verbose_name="on hold")),
                        ("began_at", models.DateTimeField(verbose_name="began")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "end_reason",
                            models.CharField(blank=True, default="", max_length=30, verbose_name="how it ended"),
                        ),
                    ],
                    options={
                        "verbose_name": "call",
                        "verbose_name_plural": "calls",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_live", True)), fields=["node"], name="live_calls_of_node"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallCommand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call_commands",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("hold", "Hold"),
                                    ("resume", "Resume"),
                                    ("transfer", "Transfer"),
                                    ("hang_up", "Hang up"),
                                    ("ring_again", "Ring again"),
                                    ("consult", "Consult"),
                                    ("consult_cancel", "End the consultation"),
                                    ("complete_transfer", "Complete the transfer"),
                                    ("conference", "Conference"),
                                    ("listen", "Listen"),
                                    ("whisper", "Whisper"),
                                    ("join", "Join the call"),
                                    ("take_over", "Take over the call"),
                                    ("leave", "Leave the call"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("target", models.CharField(blank=True, default="", max_length=60)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("problem", models.CharField(blank=True, default="", max_length=200)),
                    ],
                    options={
                        "verbose_name": "call command",
                        "verbose_name_plural": "call commands",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None)), fields=["contact"], name="commands_to_do"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallParty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call_parties",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member of staff",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                blank=True, default="", max_length=60, verbose_name="masked outside number"
                            ),
                        ),
                        (
                            "waits_as",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consultation",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by whom",
                            ),
                        ),
                        ("is_supervisor", models.BooleanField(default=False, verbose_name="supervisor")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("consulted", "consulted"),
                                    ("joined", "in the conference"),
                                    ("listens", "listening"),
                                    ("whispers", "whispering"),
                                ],
                                max_length=10,
                                verbose_name="part in the call",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="asked into the call")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="took the call")),
                        ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left the call")),
                    ],
                    options={
                        "verbose_name": "party of a call",
                        "verbose_name_plural": "parties of calls",
                        "indexes": [models.Index(fields=["contact"], name="parties_of_call")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_at", None)), fields=("staff",), name="one_call_at_a_time"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_supervisor", False), ("left_at", None)),
                                fields=("contact",),
                                name="one_consulted_per_call",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallPolicy",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "asks_rating",
                            models.BooleanField(default=True, verbose_name="asks for a rating after the call"),
                        ),
                        (
                            "rating_seconds",
                            models.PositiveSmallIntegerField(default=8, verbose_name="waits for the rating (s)"),
                        ),
                        (
                            "ring_again_seconds",
                            models.PositiveSmallIntegerField(
                                default=20, verbose_name="rings a lost agent again for (s)"
                            ),
                        ),
                        (
                            "phone_grace_seconds",
                            models.PositiveSmallIntegerField(default=15, verbose_name="phone may be gone for (s)"),
                        ),
                        (
                            "announces_supervision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "to nobody"),
                                    ("agent", "to the agent, by a tone"),
                                    ("both", "to agent and caller"),
                                ],
                                default="",
                                max_length=6,
                                verbose_name="announces listening and joining",
                            ),
                        ),
                        (
                            "ring_outside_seconds",
                            models.PositiveSmallIntegerField(default=45, verbose_name="rings outside numbers for (s)"),
                        ),
                        (
                            "outbound_wrap_up_seconds",
                            models.PositiveSmallIntegerField(default=30, verbose_name="wrap-up after calls out (s)"),
                        ),
                    ],
                    options={
                        "verbose_name": "call policy",
                        "verbose_name_plural": "call policy",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="one_call_policy"),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "calls_callpolicyevent" ("announces_supervision", "asks_rating", "id", "outbound_wrap_up_seconds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_grace_seconds", "rating_seconds", "ring_again_seconds", "ring_outside_seconds") VALUES (NEW."announces_supervision", NEW."asks_rating", NEW."id", NEW."outbound_wrap_up_seconds", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone_grace_seconds", NEW."rating_seconds", NEW."ring_again_seconds", NEW."ring_outside_seconds"); RETURN NULL;',
                                    hash="d967949b03288c9c03b66f12c9361a0af6f5a12b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d692e",
                                    table="calls_callpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "calls_callpolicyevent" ("announces_supervision", "asks_rating", "id", "outbound_wrap_up_seconds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_grace_seconds", "rating_seconds", "ring_again_seconds", "ring_outside_seconds") VALUES (NEW."announces_supervision", NEW."asks_rating", NEW."id", NEW."outbound_wrap_up_seconds", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone_grace_seconds", NEW."rating_seconds", NEW."ring_again_seconds", NEW."ring_outside_seconds"); RETURN NULL;',
                                    hash="4a0dd483c90971e78d023a14d701ba66b75b55bf",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c5758",
                                    table="calls_callpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "calls_callpolicyevent" ("announces_supervision", "asks_rating", "id", "outbound_wrap_up_seconds", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_grace_seconds", "rating_seconds", "ring_again_seconds", "ring_outside_seconds") VALUES (OLD."announces_supervision", OLD."asks_rating", OLD."id", OLD."outbound_wrap_up_seconds", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone_grace_seconds", OLD."rating_seconds", OLD."ring_again_seconds", OLD."ring_outside_seconds"); RETURN NULL;',
                                    hash="5d394c322d512811069aa71c32dbda6ae3bfd980",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_3f8a5",
                                    table="calls_callpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallPolicyEvent",
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
                                to="calls.callpolicy",
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
                            "asks_rating",
                            models.BooleanField(default=True, verbose_name="asks for a rating after the call"),
                        ),
                        (
                            "rating_seconds",
                            models.PositiveSmallIntegerField(default=8, verbose_name="waits for the rating (s)"),
                        ),
                        (
                            "ring_again_seconds",
                            models.PositiveSmallIntegerField(
                                default=20, verbose_name="rings a lost agent again for (s)"
                            ),
                        ),
                        (
                            "phone_grace_seconds",
                            models.PositiveSmallIntegerField(default=15, verbose_name="phone may be gone for (s)"),
                        ),
                        (
                            "announces_supervision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "to nobody"),
                                    ("agent", "to the agent, by a tone"),
                                    ("both", "to agent and caller"),
                                ],
                                default="",
                                max_length=6,
                                verbose_name="announces listening and joining",
                            ),
                        ),
                        (
                            "ring_outside_seconds",
                            models.PositiveSmallIntegerField(default=45, verbose_name="rings outside numbers for (s)"),
                        ),
                        (
                            "outbound_wrap_up_seconds",
                            models.PositiveSmallIntegerField(default=30, verbose_name="wrap-up after calls out (s)"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Announcement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="announcements",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        (
                            "moment",
                            models.CharField(
                                choices=[
                                    ("waiting", "While waiting, one after another"),
                                    ("queue-full", "When too many wait"),
                                    ("waited-longest", "After the longest wait"),
                                    ("queue-closed", "Outside of the opening hours"),
                                ],
                                default="waiting",
                                max_length=20,
                                verbose_name="when",
                            ),
                        ),
                        (
                            "prompt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="speech.prompt",
                                verbose_name="prompt",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                    ],
                    options={
                        "verbose_name": "announcement of a queue",
                        "verbose_name_plural": "announcements of queues",
                        "ordering": ["moment", "position", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("queue", "moment", "prompt"), name="one_announcement_each")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "calls_announcementevent" ("id", "moment", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "prompt_id", "queue_id") VALUES (NEW."id", NEW."moment", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."prompt_id", NEW."queue_id"); RETURN NULL;',
                                    hash="52f8a84a318b6a144aa8ef0ad970e82c7899e99b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0d7d5",
                                    table="calls_announcement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "calls_announcementevent" ("id", "moment", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "prompt_id", "queue_id") VALUES (NEW."id", NEW."moment", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."prompt_id", NEW."queue_id"); RETURN NULL;',
                                    hash="6ec54cf0c23ae7597b9d2ee24a98fcb75e6fb94c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_4ef4e",
                                    table="calls_announcement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "calls_announcementevent" ("id", "moment", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "prompt_id", "queue_id") VALUES (OLD."id", OLD."moment", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."prompt_id", OLD."queue_id"); RETURN NULL;',
                                    hash="7c7343574454cfc1776d224255005690caa22c1e",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_f5659",
                                    table="calls_announcement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnnouncementEvent",
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
                                to="calls.announcement",
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
                            "queue",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        (
                            "moment",
                            models.CharField(
                                choices=[
                                    ("waiting", "While waiting, one after another"),
                                    ("queue-full", "When too many wait"),
                                    ("waited-longest", "After the longest wait"),
                                    ("queue-closed", "Outside of the opening hours"),
                                ],
                                default="waiting",
                                max_length=20,
                                verbose_name="when",
                            ),
                        ),
                        (
                            "prompt",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="speech.prompt",
                                verbose_name="prompt",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                    ],
                ),
                migrations.CreateModel(
                    name="ShownNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=30, verbose_name="number")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("is_usual", models.BooleanField(default=False, verbose_name="shown unless another is chosen")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "number shown",
                        "verbose_name_plural": "numbers shown",
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("number", "unit"), name="one_shown_number_per_unit"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_active", True), ("is_usual", True)),
                                fields=("unit",),
                                name="one_usual_number_per_unit",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "calls_shownnumberevent" ("id", "is_active", "is_usual", "name_en", "name_zh", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."id", NEW."is_active", NEW."is_usual", NEW."name_en", NEW."name_zh", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_id"); RETURN NULL;',
                                    hash="1ee88f3a631f7c610d3082fad9db74fe561e2a8b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c40e7",
                                    table="calls_shownnumber",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "calls_shownnumberevent" ("id", "is_active", "is_usual", "name_en", "name_zh", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."id", NEW."is_active", NEW."is_usual", NEW."name_en", NEW."name_zh", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit_id"); RETURN NULL;',
                                    hash="be2a2bc1684b2dd3610890ee0937f3f619267687",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_33b9b",
                                    table="calls_shownnumber",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "calls_shownnumberevent" ("id", "is_active", "is_usual", "name_en", "name_zh", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (OLD."id", OLD."is_active", OLD."is_usual", OLD."name_en", OLD."name_zh", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit_id"); RETURN NULL;',
                                    hash="d9eceae4fbf122cc3fd30a0907fb950ef7838a0d",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_62843",
                                    table="calls_shownnumber",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShownNumberEvent",
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
                                to="calls.shownnumber",
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
                        ("number", models.CharField(max_length=30, verbose_name="number")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("is_usual", models.BooleanField(default=False, verbose_name="shown unless another is chosen")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="AnnouncementCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=20)),
                        ("reference", models.CharField(max_length=60)),
                        (
                            "staff",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", wanhao.foundation.privacy.fields.SealedText(blank=True, default="")),
                        ("text", models.TextField()),
                        ("language", models.CharField(default="zh", max_length=2)),
                        ("confirm_key", models.CharField(default="1", max_length=1)),
                        ("ring_seconds", models.PositiveSmallIntegerField(default=30)),
                        ("asked_at", models.DateTimeField()),
                        (
                            "node",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="calls.node",
                            ),
                        ),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("confirmed", "Confirmed by key"),
                                    ("heard", "Answered, no key pressed"),
                                    ("not_answered", "Not answered"),
                                    ("declined", "Declined or busy"),
                                    ("unreachable", "No telephone to ring"),
                                    ("lost", "Lost by us"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "announcement call",
                        "verbose_name_plural": "announcement calls",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")), fields=["asked_at"], name="announcements_to_place"
                            ),
                            models.Index(fields=["reference"], name="announcements_of_something"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", ""), ("staff__isnull", False)),
                                    models.Q(("staff", None), models.Q(("number", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="an_announcement_rings_a_colleague_or_a_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ArrangedCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ("rings", wanhao.foundation.privacy.fields.SealedText(blank=True, default="")),
                        ("number", wanhao.foundation.privacy.fields.SealedText()),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.ticket"
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "node",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="calls.node",
                            ),
                        ),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
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
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("talked", "Talked with the customer"),
                                    ("not_reached", "Customer not reached"),
                                    ("no_staff", "Own telephone not answered"),
                                    ("lost", "Lost by us"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "arranged call",
                        "verbose_name_plural": "arranged calls",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")), fields=["asked_at"], name="arranged_calls_to_place"
                            ),
                            models.Index(fields=["ticket"], name="arranged_calls_of_ticket"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("outcome", "")),
                                    models.Q(models.Q(("outcome", ""), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_arranged_call_that_is_over_has_its_outcome",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "")),
                                fields=("staff",),
                                name="one_arranged_call_of_a_person_at_a_time",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
