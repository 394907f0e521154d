"""All tables of callbacks."""

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
        ("callbacks", "0002_messages_moved"),
        ("callbacks", "0003_from_the_hall"),
        ("callbacks", "0004_numbers_proved_for_things"),
    ]
    dependencies = [
        ("accounts", "0001_initial"),
        ("calendars", "0001_initial"),
        ("contacts", "0001_initial"),
        ("customers", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("routing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="CallbackPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "queue",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="callback_policy",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        ("is_offered", models.BooleanField(default=True, verbose_name="offered to waiting callers")),
                        (
                            "is_online",
                            models.BooleanField(default=True, verbose_name="can be asked for on the web page"),
                        ),
                        (
                            "key",
                            models.CharField(
                                default="1", help_text="Pressed while waiting.", max_length=1, verbose_name="key"
                            ),
                        ),
                        (
                            "from_wait_seconds",
                            models.PositiveIntegerField(
                                default=60,
                                help_text="0 offers it to everybody who waits.",
                                verbose_name="offered from an expected wait of (s)",
                            ),
                        ),
                        (
                            "hours",
                            models.ForeignKey(
                                blank=True,
                                help_text="Without them, the opening hours of the queue.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="calendars.hours",
                                verbose_name="allowed hours",
                            ),
                        ),
                        (
                            "due_minutes",
                            models.PositiveIntegerField(default=120, verbose_name="due within (min of allowed hours)"),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("preview", "Preview: the agent looks, then presses dial"),
                                    ("automatic", "Automatic: dialled as soon as the agent answers"),
                                ],
                                default="preview",
                                max_length=10,
                                verbose_name="how it is dialled",
                            ),
                        ),
                        (
                            "preview_seconds",
                            models.PositiveSmallIntegerField(default=40, verbose_name="preview time (s)"),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=3, verbose_name="tries")),
                        (
                            "after_busy_minutes",
                            models.PositiveSmallIntegerField(default=5, verbose_name="again after busy (min)"),
                        ),
                        (
                            "after_no_answer_minutes",
                            models.PositiveSmallIntegerField(default=20, verbose_name="again after no answer (min)"),
                        ),
                        (
                            "ring_seconds",
                            models.PositiveSmallIntegerField(default=40, verbose_name="rings the customer for (s)"),
                        ),
                    ],
                    options={
                        "verbose_name": "callback policy of a queue",
                        "verbose_name_plural": "callback policies of queues",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tries__range", (1, 20))), name="one_to_twenty_tries"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_minutes__gt", 0)), name="callbacks_are_due_some_time"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "callbacks_callbackpolicyevent" ("after_busy_minutes", "after_no_answer_minutes", "due_minutes", "from_wait_seconds", "hours_id", "id", "is_offered", "is_online", "key", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preview_seconds", "queue_id", "ring_seconds", "tries") VALUES (NEW."after_busy_minutes", NEW."after_no_answer_minutes", NEW."due_minutes", NEW."from_wait_seconds", NEW."hours_id", NEW."id", NEW."is_offered", NEW."is_online", NEW."key", NEW."mode", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preview_seconds", NEW."queue_id", NEW."ring_seconds", NEW."tries"); RETURN NULL;',
                                    hash="27aa853825caabda4862d5e4ec7018cffddd02c4",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_524f3",
                                    table="callbacks_callbackpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "callbacks_callbackpolicyevent" ("after_busy_minutes", "after_no_answer_minutes", "due_minutes", "from_wait_seconds", "hours_id", "id", "is_offered", "is_online", "key", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preview_seconds", "queue_id", "ring_seconds", "tries") VALUES (NEW."after_busy_minutes", NEW."after_no_answer_minutes", NEW."due_minutes", NEW."from_wait_seconds", NEW."hours_id", NEW."id", NEW."is_offered", NEW."is_online", NEW."key", NEW."mode", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preview_seconds", NEW."queue_id", NEW."ring_seconds", NEW."tries"); RETURN NULL;',
                                    hash="d1cc5fddd197985812d902e280cad22eb0cf4d6c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0f02a",
                                    table="callbacks_callbackpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "callbacks_callbackpolicyevent" ("after_busy_minutes", "after_no_answer_minutes", "due_minutes", "from_wait_seconds", "hours_id", "id", "is_offered", "is_online", "key", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preview_seconds", "queue_id", "ring_seconds", "tries") VALUES (OLD."after_busy_minutes", OLD."after_no_answer_minutes", OLD."due_minutes", OLD."from_wait_seconds", OLD."hours_id", OLD."id", OLD."is_offered", OLD."is_online", OLD."key", OLD."mode", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."preview_seconds", OLD."queue_id", OLD."ring_seconds", OLD."tries"); RETURN NULL;',
                                    hash="b25f15e2fe73ef24f0af45aeb1715466ea1d4f90",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_66098",
                                    table="callbacks_callbackpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallbackPolicyEvent",
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
                                to="callbacks.callbackpolicy",
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
                        ("is_offered", models.BooleanField(default=True, verbose_name="offered to waiting callers")),
                        (
                            "is_online",
                            models.BooleanField(default=True, verbose_name="can be asked for on the web page"),
                        ),
                        (
                            "key",
                            models.CharField(
                                default="1", help_text="Pressed while waiting.", max_length=1, verbose_name="key"
                            ),
                        ),
                        (
                            "from_wait_seconds",
                            models.PositiveIntegerField(
                                default=60,
                                help_text="0 offers it to everybody who waits.",
                                verbose_name="offered from an expected wait of (s)",
                            ),
                        ),
                        (
                            "hours",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Without them, the opening hours of the queue.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="calendars.hours",
                                verbose_name="allowed hours",
                            ),
                        ),
                        (
                            "due_minutes",
                            models.PositiveIntegerField(default=120, verbose_name="due within (min of allowed hours)"),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("preview", "Preview: the agent looks, then presses dial"),
                                    ("automatic", "Automatic: dialled as soon as the agent answers"),
                                ],
                                default="preview",
                                max_length=10,
                                verbose_name="how it is dialled",
                            ),
                        ),
                        (
                            "preview_seconds",
                            models.PositiveSmallIntegerField(default=40, verbose_name="preview time (s)"),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=3, verbose_name="tries")),
                        (
                            "after_busy_minutes",
                            models.PositiveSmallIntegerField(default=5, verbose_name="again after busy (min)"),
                        ),
                        (
                            "after_no_answer_minutes",
                            models.PositiveSmallIntegerField(default=20, verbose_name="again after no answer (min)"),
                        ),
                        (
                            "ring_seconds",
                            models.PositiveSmallIntegerField(default=40, verbose_name="rings the customer for (s)"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Callback",
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
                            "queue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routing.queue"
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
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("call", "While waiting on the telephone"),
                                    ("web", "Web page"),
                                    ("hall", "In the hall"),
                                    ("staff", "Entered by staff"),
                                ],
                                max_length=6,
                                verbose_name="asked for",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Later"),
                                    ("queued", "In the queue"),
                                    ("calling", "Being called"),
                                    ("closed", "Closed"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reached", "Reached"),
                                    ("not_reached", "Not reached"),
                                    ("wrong_number", "Wrong number"),
                                    ("refused", "Refused"),
                                    ("called_again", "Called again"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        ("number", wanhao.foundation.privacy.fields.SealedText(verbose_name="number")),
                        ("number_index", models.CharField(editable=False, max_length=32)),
                        (
                            "shown_number",
                            models.CharField(
                                blank=True, default="", max_length=30, verbose_name="number shown to the customer"
                            ),
                        ),
                        ("language", models.CharField(default="zh", max_length=10, verbose_name="language")),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.party",
                            ),
                        ),
                        (
                            "asked_during",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contacts.contact",
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
                        ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="note")),
                        ("asked_at", models.DateTimeField(verbose_name="asked")),
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
                        ("kept_rank_at", models.DateTimeField()),
                        ("reasons", models.JSONField(default=list)),
                        ("not_before", models.DateTimeField(verbose_name="not before")),
                        ("due_at", models.DateTimeField(verbose_name="due")),
                        ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                        ("dialled_at", models.DateTimeField(blank=True, null=True, verbose_name="first dialled")),
                        ("claimed_offer_id", models.BigIntegerField(default=0)),
                        ("overdue_told_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        (
                            "close_reason",
                            models.CharField(blank=True, default="", max_length=200, verbose_name="reason"),
                        ),
                    ],
                    options={
                        "verbose_name": "callback",
                        "verbose_name_plural": "callbacks",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "closed"), _negated=True),
                                fields=["due_at"],
                                name="callbacks_open",
                            ),
                            models.Index(fields=["queue", "-asked_at"], name="callbacks_of_queue"),
                            models.Index(fields=["contact"], name="callback_of_contact"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "closed"), _negated=True),
                                fields=("number_index", "queue"),
                                name="one_open_callback_of_a_number",
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
                                name="a_closed_callback_has_one_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallbackTry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "callback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="made",
                                to="callbacks.callback",
                            ),
                        ),
                        (
                            "contact",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="callback_try",
                                to="contacts.contact",
                            ),
                        ),
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
                        ("queued_at", models.DateTimeField()),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("dial_asked_at", models.DateTimeField(blank=True, null=True)),
                        ("dialled_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reached", "Reached"),
                                    ("busy", "Busy line"),
                                    ("no_answer", "No answer"),
                                    ("wrong_number", "Wrong number"),
                                    ("refused", "Refused"),
                                    ("failed", "Failed on our side"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "try of a callback",
                        "verbose_name_plural": "tries of callbacks",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="NumberProof",
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
                            "queue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="routing.queue",
                            ),
                        ),
                        ("about", models.CharField(blank=True, default="", max_length=60)),
                        ("number", wanhao.foundation.privacy.fields.SealedText()),
                        ("number_index", models.CharField(db_index=True, max_length=32)),
                        ("code_digest", models.CharField(max_length=64)),
                        ("language", models.CharField(default="zh", max_length=10)),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "proof of a number",
                        "verbose_name_plural": "proofs of numbers",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("about", ""), ("queue__isnull", False)),
                                    models.Q(("queue", None), models.Q(("about", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="a_number_is_proved_for_one_thing",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
