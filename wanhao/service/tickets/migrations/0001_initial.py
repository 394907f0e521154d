"""Tickets, their story, links, tags and searches; numbers and functions are in sql/."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
import wanhao.service.tickets.models
from wanhao.common.sql_files import sql_file
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("tickets", "0002_story"),
        ("tickets", "0003_hours"),
        ("tickets", "0004_carried_over"),
        ("tickets", "0005_due_by_clock"),
        ("tickets", "0006_note_kinds"),
        ("tickets", "0007_everything_around"),
        ("tickets", "0009_list_indexes"),
        ("tickets", "0010_external_key"),
    ]
    dependencies = [
        ("accounts", "0001_initial"),
        ("contacts", "0001_initial"),
        ("customers", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(sql_file(__file__, "search.sql"), migrations.RunSQL.noop),
        CreateTables(
            [
                migrations.CreateModel(
                    name="Tag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                    ],
                    options={
                        "verbose_name": "ticket tag",
                        "verbose_name_plural": "ticket tags",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "tickets_tagevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="68fd7a5a345c844713148fcca207933313a115e4",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_3bf23",
                                    table="tickets_tag",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "tickets_tagevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="9c5310b02f831ebfcd176a90d248600890cb3bb1",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_bf8f1",
                                    table="tickets_tag",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TagEvent",
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
                                to="tickets.tag",
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
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        ("code", models.SlugField(db_index=False, max_length=30, verbose_name="code")),
                    ],
                ),
                migrations.CreateModel(
                    name="StatusReason",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("begun", "Work begun"),
                                    ("resolved", "Resolved"),
                                    ("closed", "Closed"),
                                    ("reopened", "Reopened"),
                                    ("merged", "Merged"),
                                ],
                                max_length=10,
                                verbose_name="step",
                            ),
                        ),
                        ("code", models.SlugField(max_length=30, verbose_name="code")),
                    ],
                    options={
                        "verbose_name": "ticket reason",
                        "verbose_name_plural": "ticket reasons",
                        "ordering": ["step", "position", "code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("step", "code"), name="one_reason_of_a_code_per_step")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "tickets_statusreasonevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "step") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."step"); RETURN NULL;',
                                    hash="0b5c0ba8cf878cb45d2d8f4e257e7b8c857b6e19",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4ce55",
                                    table="tickets_statusreason",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "tickets_statusreasonevent" ("code", "id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "step") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."step"); RETURN NULL;',
                                    hash="76032213ce2fdfb8b8b44af04868341a09830d7d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f9571",
                                    table="tickets_statusreason",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatusReasonEvent",
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
                                to="tickets.statusreason",
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
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("begun", "Work begun"),
                                    ("resolved", "Resolved"),
                                    ("closed", "Closed"),
                                    ("reopened", "Reopened"),
                                    ("merged", "Merged"),
                                ],
                                max_length=10,
                                verbose_name="step",
                            ),
                        ),
                        ("code", models.SlugField(db_index=False, max_length=30, verbose_name="code")),
                    ],
                ),
                migrations.CreateModel(
                    name="Watcher",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="watchers",
                                to="tickets.ticket",
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
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "watcher of a ticket",
                        "verbose_name_plural": "watchers of tickets",
                        "indexes": [models.Index(fields=["staff", "ticket"], name="tickets_watched")],
                        "constraints": [
                            models.UniqueConstraint(fields=("ticket", "staff"), name="one_watches_a_ticket_once")
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
                                related_name="messages",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[("to_customer", "To the customer"), ("from_customer", "From the customer")],
                                max_length=13,
                            ),
                        ),
                        ("text", models.TextField()),
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
                        ("written_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "being sent"),
                                    ("sent", "sent by SMS"),
                                    ("failed", "SMS not delivered"),
                                    ("on_page", "on the customer's page"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("failure", models.CharField(blank=True, default="", max_length=200)),
                    ],
                    options={
                        "verbose_name": "message of a ticket",
                        "verbose_name_plural": "messages of tickets",
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["ticket", "id"], name="messages_of_a_ticket")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent"), _negated=True),
                                    ("sent_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_sent_message_has_its_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("direction", "to_customer"),
                                    models.Q(("author", None), ("state", "on_page")),
                                    _connector="OR",
                                ),
                                name="what_the_customer_wrote_is_not_sent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Link",
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
                                    ("duplicate", "Duplicate of"),
                                    ("parent", "Part of"),
                                    ("caused_by", "Caused by"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="links", to="tickets.ticket"
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_here",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "link of tickets",
                        "verbose_name_plural": "links of tickets",
                        "indexes": [models.Index(fields=["target", "kind"], name="tickets_linked_here")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("source", models.F("target")), _negated=True),
                                name="a_ticket_is_not_linked_to_itself",
                            ),
                            models.UniqueConstraint(fields=("source", "kind", "target"), name="one_link_of_a_kind"),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "parent")),
                                fields=("source",),
                                name="a_ticket_has_one_parent",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "duplicate")),
                                fields=("source",),
                                name="a_ticket_duplicates_one_other",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Merge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="tickets.ticket"
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges_here",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "merged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("merged_at", models.DateTimeField()),
                        ("status_before", models.CharField(max_length=12)),
                        (
                            "reason_before",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.statusreason",
                            ),
                        ),
                        ("watchers_added", models.JSONField(default=list)),
                        ("link_added", models.BooleanField(default=True)),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "merge of tickets",
                        "verbose_name_plural": "merges of tickets",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("source",),
                                name="a_ticket_is_merged_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at", None), ("undone_by", None)),
                                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_undone_merge_has_its_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JoinedContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joined_contacts",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contacts.contact"
                            ),
                        ),
                        (
                            "joined_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("joined_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "contact about a ticket",
                        "verbose_name_plural": "contacts about tickets",
                        "constraints": [
                            models.UniqueConstraint(fields=("ticket", "contact"), name="a_contact_joins_a_ticket_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Category",
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="tickets.category",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "ticket category",
                        "verbose_name_plural": "ticket categories",
                        "ordering": ["position", "code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "tickets_categoryevent" ("code", "id", "is_active", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="abb5a84d86174d957c0ac0ca62ecd36ccf2d6005",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_317f0",
                                    table="tickets_category",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "tickets_categoryevent" ("code", "id", "is_active", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                                    hash="f9da52558dca733dbf4b4d13fa4eda098fbe10e6",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a749d",
                                    table="tickets_category",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CategoryEvent",
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
                                to="tickets.category",
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="tickets.category",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="Ticket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("consultation", "Consultation"),
                                    ("complaint", "Complaint"),
                                    ("fault", "Fault"),
                                    ("installation", "Installation or move"),
                                    ("order", "Order follow-up"),
                                    ("suggestion", "Suggestion"),
                                    ("praise", "Praise"),
                                ],
                                max_length=14,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[("ordinary", "Ordinary"), ("serious", "Serious"), ("major", "Major")],
                                default="ordinary",
                                max_length=10,
                                verbose_name="severity",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("in_progress", "In progress"),
                                    ("resolved", "Resolved"),
                                    ("closed", "Closed"),
                                    ("merged", "Merged"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="tickets.category",
                                verbose_name="category",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
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
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="contacts.contact",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("desk", "Desk"),
                                    ("chat", "Chat"),
                                    ("hall", "Service hall"),
                                    ("web", "Web self-service"),
                                    ("voice", "Voice message"),
                                    ("rest", "Interface"),
                                    ("import", "Import"),
                                ],
                                default="desk",
                                max_length=6,
                                verbose_name="opened from",
                            ),
                        ),
                        (
                            "external_key",
                            models.CharField(
                                blank=True, default="", max_length=60, verbose_name="key in the source system"
                            ),
                        ),
                        (
                            "category_versions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), blank=True, default=list, size=None
                            ),
                        ),
                        ("text", models.TextField(verbose_name="description")),
                        (
                            "place",
                            wanhao.foundation.privacy.fields.SealedText(blank=True, default="", verbose_name="place"),
                        ),
                        (
                            "place_lon",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="longitude"
                            ),
                        ),
                        (
                            "place_lat",
                            models.DecimalField(
                                blank=True, decimal_places=6, max_digits=8, null=True, verbose_name="latitude"
                            ),
                        ),
                        (
                            "tags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SlugField(max_length=30),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="tags",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="opened by",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
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
                        ("opened_at", models.DateTimeField(verbose_name="opened")),
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                        ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved")),
                        ("solution", models.TextField(blank=True, default="", verbose_name="solution")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                        (
                            "status_reason",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.statusreason",
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_here",
                                to="tickets.ticket",
                            ),
                        ),
                        ("reopened_count", models.PositiveSmallIntegerField(default=0, verbose_name="reopened")),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "ticket",
                        "verbose_name_plural": "tickets",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "closed"), _negated=True),
                                fields=["owner", "due_at"],
                                name="ticket_open_of_owner",
                            ),
                            models.Index(fields=["customer", "-opened_at"], name="ticket_of_customer"),
                            models.Index(fields=["unit", "-opened_at"], name="ticket_of_unit"),
                            models.Index(fields=["region", "-id"], name="ticket_of_region"),
                            models.Index(fields=["status", "-id"], name="ticket_of_status"),
                            models.Index(fields=["category", "-id"], name="ticket_of_category"),
                            models.Index(fields=["owner", "-id"], name="ticket_of_owner"),
                            models.Index(fields=["opened_by", "-id"], name="ticket_opened_by"),
                            models.Index(
                                condition=models.Q(("severity__in", ["serious", "major"])),
                                fields=["-id"],
                                name="ticket_serious",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ["open", "in_progress"])),
                                fields=["due_at", "id"],
                                name="ticket_unfinished_due",
                            ),
                            models.Index(fields=["due_at", "id"], name="ticket_by_due"),
                            models.Index(
                                condition=models.Q(("contact__isnull", False)),
                                fields=["contact"],
                                name="ticket_of_contact",
                            ),
                            models.Index(
                                condition=models.Q(("merged_into__isnull", False)),
                                fields=["merged_into"],
                                name="ticket_merged_into",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                wanhao.service.tickets.models.Bigrams("text"), name="ticket_text_search"
                            ),
                            django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="ticket_of_tag"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["resolved", "closed", "merged"]),
                                    models.Q(("closed_at", None), ("resolved_at", None)),
                                    _connector="OR",
                                ),
                                name="an_unfinished_ticket_has_no_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "resolved"), _negated=True),
                                    models.Q(("resolved_at__isnull", False), models.Q(("solution", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="a_resolved_ticket_has_its_solution",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "closed"), _negated=True),
                                    ("closed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_closed_ticket_has_its_moment",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("external_key", ""), _negated=True),
                                fields=("external_key",),
                                name="a_key_of_the_source_system_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("status", "merged")),
                                    models.Q(models.Q(("status", "merged"), _negated=True), ("merged_into", None)),
                                    _connector="OR",
                                ),
                                name="a_merged_ticket_says_into_which",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("place_lat", None), ("place_lon", None)),
                                    models.Q(
                                        ("place_lat__gte", -90),
                                        ("place_lat__lte", 90),
                                        ("place_lon__gte", -180),
                                        ("place_lon__lte", 180),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_point_has_both_coordinates",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
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
                                    ("note", "Note"),
                                    ("begun", "Work begun"),
                                    ("changed", "Changed"),
                                    ("resolved", "Resolved"),
                                    ("reopened", "Reopened"),
                                    ("closed", "Closed"),
                                    ("hand_over", "Hand-over asked"),
                                    ("accepted", "Hand-over accepted"),
                                    ("declined", "Hand-over declined"),
                                    ("told", "Customer told"),
                                    ("paused", "Clocks paused"),
                                    ("resumed", "Clocks resumed"),
                                    ("linked", "Linked"),
                                    ("unlinked", "Link removed"),
                                    ("merged", "Merged"),
                                    ("unmerged", "Merge undone"),
                                ],
                                default="note",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="tickets.ticket"
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
                        ("text", models.TextField(verbose_name="note")),
                        (
                            "reason",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.statusreason",
                            ),
                        ),
                        ("written_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "ticket note",
                        "verbose_name_plural": "ticket notes",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_overs",
                                to="tickets.ticket",
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
                        (
                            "asked_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_overs_asked",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("is_accepted", models.BooleanField(null=True)),
                    ],
                    options={
                        "verbose_name": "hand-over",
                        "verbose_name_plural": "hand-overs",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at", None)),
                                fields=("ticket",),
                                name="one_open_hand_over_per_ticket",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("is_accepted", None)),
                                    models.Q(("answered_at__isnull", False), ("is_accepted__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_answer_has_its_moment",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(sql_file(__file__, "links.sql"), migrations.RunSQL.noop),
    ]
