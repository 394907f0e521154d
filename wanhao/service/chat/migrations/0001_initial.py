"""All tables of chats."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.foundation.privacy.fields
import wanhao.service.chat.models
from wanhao.common.sql_files import sql_file
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("contacts", "0001_initial"),
        ("files", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("routing", "0001_initial"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Entrance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.SlugField(
                                help_text="Stands in the address of the page.",
                                max_length=30,
                                unique=True,
                                verbose_name="code",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
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
                            "queue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="How much of an agent one chat takes, of 100, where no limit of the channel says otherwise.",
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="weight",
                            ),
                        ),
                        ("greeting_zh", models.CharField(max_length=300, verbose_name="greeting (Chinese)")),
                        ("greeting_en", models.CharField(max_length=300, verbose_name="greeting (English)")),
                        ("closed_zh", models.CharField(max_length=300, verbose_name="told when closed (Chinese)")),
                        ("closed_en", models.CharField(max_length=300, verbose_name="told when closed (English)")),
                        (
                            "silence_minutes",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="a silent customer is asked after (min)",
                            ),
                        ),
                        (
                            "grace_minutes",
                            models.PositiveSmallIntegerField(
                                default=2,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="and the chat ends after further (min)",
                            ),
                        ),
                        (
                            "answer_minutes",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="When a customer's message stays unanswered so long and the agent gives no sign.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="back to the queue after (min)",
                            ),
                        ),
                        (
                            "keep_days",
                            models.PositiveIntegerField(
                                default=365,
                                validators=[django.core.validators.MinValueValidator(92)],
                                verbose_name="transcripts are kept (days)",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "entrance of chats",
                        "verbose_name_plural": "entrances of chats",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weight__range", (5, 100))), name="a_chat_weighs_5_to_100"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("keep_days__gte", 92)), name="transcripts_kept_three_months"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "chat_entranceevent" ("answer_minutes", "closed_en", "closed_zh", "code", "grace_minutes", "greeting_en", "greeting_zh", "id", "is_active", "keep_days", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "silence_minutes", "unit_id", "weight") VALUES (NEW."answer_minutes", NEW."closed_en", NEW."closed_zh", NEW."code", NEW."grace_minutes", NEW."greeting_en", NEW."greeting_zh", NEW."id", NEW."is_active", NEW."keep_days", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queue_id", NEW."silence_minutes", NEW."unit_id", NEW."weight"); RETURN NULL;',
                                    hash="63f0b0fc53d6150500e3bfa31ec88b093315b5e8",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0e758",
                                    table="chat_entrance",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "chat_entranceevent" ("answer_minutes", "closed_en", "closed_zh", "code", "grace_minutes", "greeting_en", "greeting_zh", "id", "is_active", "keep_days", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "silence_minutes", "unit_id", "weight") VALUES (NEW."answer_minutes", NEW."closed_en", NEW."closed_zh", NEW."code", NEW."grace_minutes", NEW."greeting_en", NEW."greeting_zh", NEW."id", NEW."is_active", NEW."keep_days", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queue_id", NEW."silence_minutes", NEW."unit_id", NEW."weight"); RETURN NULL;',
                                    hash="70d1c5efe6aec314b3e052f34856588065716f48",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7c960",
                                    table="chat_entrance",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "chat_entranceevent" ("answer_minutes", "closed_en", "closed_zh", "code", "grace_minutes", "greeting_en", "greeting_zh", "id", "is_active", "keep_days", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queue_id", "silence_minutes", "unit_id", "weight") VALUES (OLD."answer_minutes", OLD."closed_en", OLD."closed_zh", OLD."code", OLD."grace_minutes", OLD."greeting_en", OLD."greeting_zh", OLD."id", OLD."is_active", OLD."keep_days", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queue_id", OLD."silence_minutes", OLD."unit_id", OLD."weight"); RETURN NULL;',
                                    hash="3cf53e7022a7e5acbf4b563984e31b247661da5d",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_c4a4b",
                                    table="chat_entrance",
                                    when="AFTER",
                                ),
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Conversation",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="chat", to="contacts.contact"
                            ),
                        ),
                        (
                            "entrance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chat.entrance"
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                default=wanhao.service.chat.models.new_key, editable=False, max_length=64, unique=True
                            ),
                        ),
                        ("form_key", models.CharField(blank=True, default="", editable=False, max_length=64)),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh", "中文"), ("en", "English")],
                                default="zh",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "is_verified",
                            models.BooleanField(default=False, verbose_name="the number was proved by a code"),
                        ),
                        (
                            "claimed_number",
                            wanhao.foundation.privacy.fields.SealedText(
                                blank=True, default="", verbose_name="number given, not proved"
                            ),
                        ),
                        (
                            "claimed_name",
                            wanhao.foundation.privacy.fields.SealedText(
                                blank=True, default="", verbose_name="name given"
                            ),
                        ),
                        ("last_number", models.PositiveIntegerField(default=0)),
                        ("customer_read", models.PositiveIntegerField(default=0)),
                        ("agent_read", models.PositiveIntegerField(default=0)),
                        (
                            "silent_since",
                            models.DateTimeField(blank=True, null=True, verbose_name="the customer is silent since"),
                        ),
                        (
                            "warned_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="asked whether still there"),
                        ),
                        (
                            "unanswered_since",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="the customer waits for an answer since"
                            ),
                        ),
                        (
                            "agent_seen_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last sign of the agent"),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.queue",
                                verbose_name="queue",
                            ),
                        ),
                        (
                            "preferred_agent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.agent",
                            ),
                        ),
                        ("kept_rank_at", models.DateTimeField(blank=True, null=True)),
                        ("is_passed_on", models.BooleanField(default=False)),
                        ("place_before", models.BigIntegerField(default=0)),
                        ("serving_offer", models.BigIntegerField(default=0)),
                        (
                            "rating_comment",
                            wanhao.foundation.privacy.fields.SealedText(
                                blank=True, default="", verbose_name="word with the rating"
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        ("keep_until", models.DateTimeField(blank=True, null=True, verbose_name="kept until")),
                    ],
                    options={
                        "verbose_name": "chat",
                        "verbose_name_plural": "chats",
                        "indexes": [
                            models.Index(condition=models.Q(("ended_at", None)), fields=["id"], name="chats_running"),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", False)),
                                fields=["keep_until"],
                                name="chats_by_retention",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("form_key", ""), _negated=True),
                                fields=("form_key",),
                                name="a_form_begins_one_chat",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("keep_until", None)),
                                    models.Q(("ended_at__isnull", False), ("keep_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_ended_chat_is_kept_for_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="chat.conversation",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "author",
                            models.CharField(
                                choices=[("customer", "Customer"), ("agent", "Agent"), ("system", "System")],
                                max_length=8,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("text", "Text"), ("file", "File"), ("notice", "Notice")],
                                default="text",
                                max_length=6,
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
                            ),
                        ),
                        ("text", wanhao.foundation.privacy.fields.SealedText(blank=True, default="")),
                        (
                            "file",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                            ),
                        ),
                        ("client_key", models.CharField(blank=True, default="", max_length=64)),
                        ("sent_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "ordering": ["conversation", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("conversation", "number"), name="messages_are_numbered"),
                            models.UniqueConstraint(
                                condition=models.Q(("client_key", ""), _negated=True),
                                fields=("conversation", "client_key"),
                                name="sent_twice_kept_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("author", "agent"), ("staff__isnull", False)),
                                    models.Q(models.Q(("author", "agent"), _negated=True), ("staff", None)),
                                    _connector="OR",
                                ),
                                name="an_agents_message_names_them",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("file__isnull", False), ("kind", "file")),
                                    models.Q(
                                        models.Q(("kind", "file"), _negated=True),
                                        ("file", None),
                                        models.Q(("text", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_message_says_something",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HandoverNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="chat.conversation",
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
                        ("text", wanhao.foundation.privacy.fields.SealedText()),
                        ("after_number", models.PositiveIntegerField()),
                        ("written_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "note for the next agent",
                        "verbose_name_plural": "notes for the next agent",
                        "ordering": ["pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="CannedPhrase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "shortcut",
                            models.SlugField(
                                help_text="Typed after a slash.", max_length=30, verbose_name="short name"
                            ),
                        ),
                        (
                            "text_zh",
                            models.CharField(
                                help_text="{customer} and {agent} become their names.",
                                max_length=500,
                                verbose_name="Chinese text",
                            ),
                        ),
                        ("text_en", models.CharField(max_length=500, verbose_name="English text")),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                help_text="Without one, offered everywhere.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                    ],
                    options={
                        "verbose_name": "canned phrase",
                        "verbose_name_plural": "canned phrases",
                        "ordering": ["sort", "shortcut"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("shortcut", "unit"), name="one_phrase_of_a_name_and_unit", nulls_distinct=False
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "chat_cannedphraseevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcut", "sort", "text_en", "text_zh", "unit_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shortcut", NEW."sort", NEW."text_en", NEW."text_zh", NEW."unit_id"); RETURN NULL;',
                                    hash="8de5f50acfc6edfe9b40f6d37a10bbad7fa1714d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c1f73",
                                    table="chat_cannedphrase",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "chat_cannedphraseevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcut", "sort", "text_en", "text_zh", "unit_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shortcut", NEW."sort", NEW."text_en", NEW."text_zh", NEW."unit_id"); RETURN NULL;',
                                    hash="b190125559e629ab26279d8384d918877b6deb31",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_4ec92",
                                    table="chat_cannedphrase",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "chat_cannedphraseevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcut", "sort", "text_en", "text_zh", "unit_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."shortcut", OLD."sort", OLD."text_en", OLD."text_zh", OLD."unit_id"); RETURN NULL;',
                                    hash="fd36e2e9a809ece847f50f134624f0dc40647071",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_9ff62",
                                    table="chat_cannedphrase",
                                    when="AFTER",
                                ),
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="EntranceEvent",
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
                                to="chat.entrance",
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
                            "code",
                            models.SlugField(
                                db_index=False,
                                help_text="Stands in the address of the page.",
                                max_length=30,
                                verbose_name="code",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
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
                            "weight",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="How much of an agent one chat takes, of 100, where no limit of the channel says otherwise.",
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="weight",
                            ),
                        ),
                        ("greeting_zh", models.CharField(max_length=300, verbose_name="greeting (Chinese)")),
                        ("greeting_en", models.CharField(max_length=300, verbose_name="greeting (English)")),
                        ("closed_zh", models.CharField(max_length=300, verbose_name="told when closed (Chinese)")),
                        ("closed_en", models.CharField(max_length=300, verbose_name="told when closed (English)")),
                        (
                            "silence_minutes",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="a silent customer is asked after (min)",
                            ),
                        ),
                        (
                            "grace_minutes",
                            models.PositiveSmallIntegerField(
                                default=2,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="and the chat ends after further (min)",
                            ),
                        ),
                        (
                            "answer_minutes",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="When a customer's message stays unanswered so long and the agent gives no sign.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="back to the queue after (min)",
                            ),
                        ),
                        (
                            "keep_days",
                            models.PositiveIntegerField(
                                default=365,
                                validators=[django.core.validators.MinValueValidator(92)],
                                verbose_name="transcripts are kept (days)",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="CannedPhraseEvent",
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
                                to="chat.cannedphrase",
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
                            "shortcut",
                            models.SlugField(
                                db_index=False,
                                help_text="Typed after a slash.",
                                max_length=30,
                                verbose_name="short name",
                            ),
                        ),
                        (
                            "text_zh",
                            models.CharField(
                                help_text="{customer} and {agent} become their names.",
                                max_length=500,
                                verbose_name="Chinese text",
                            ),
                        ),
                        ("text_en", models.CharField(max_length=500, verbose_name="English text")),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Without one, offered everywhere.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("sort", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
        migrations.RunSQL(sql_file(__file__, "transcript.sql"), migrations.RunSQL.noop),
    ]
