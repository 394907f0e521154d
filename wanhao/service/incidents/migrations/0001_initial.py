"""All tables of incidents."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0001_initial"),
        ("callbacks", "0001_initial"),
        ("ivr", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("routing", "0001_initial"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="IncidentPolicy",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "call_queue",
                            models.ForeignKey(
                                blank=True,
                                help_text="Best the one of the closing calls: who waits for both is called once.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="routing.queue",
                                verbose_name="queue of the calls on restoration",
                            ),
                        ),
                        (
                            "look_back_hours",
                            models.PositiveSmallIntegerField(
                                default=24, verbose_name="attaches tickets opened before it, up to (h)"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "incident policy",
                        "verbose_name_plural": "incident policy",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="one_incident_policy")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "incidents_incidentpolicyevent" ("call_queue_id", "id", "look_back_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."call_queue_id", NEW."id", NEW."look_back_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                                    hash="c830fc0b94ec66bd3a10b6ced7390b61720d53ee",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b2c1c",
                                    table="incidents_incidentpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "incidents_incidentpolicyevent" ("call_queue_id", "id", "look_back_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."call_queue_id", NEW."id", NEW."look_back_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                                    hash="5e4978c9b5562521d8ec392f605bb243b5536617",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_eec39",
                                    table="incidents_incidentpolicy",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "incidents_incidentpolicyevent" ("call_queue_id", "id", "look_back_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."call_queue_id", OLD."id", OLD."look_back_hours", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                                    hash="c1f2e20a05262b1e24b15fb51a1675bd9caf1b37",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_9e1e6",
                                    table="incidents_incidentpolicy",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentPolicyEvent",
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
                                to="incidents.incidentpolicy",
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
                            "call_queue",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Best the one of the closing calls: who waits for both is called once.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="routing.queue",
                                verbose_name="queue of the calls on restoration",
                            ),
                        ),
                        (
                            "look_back_hours",
                            models.PositiveSmallIntegerField(
                                default=24, verbose_name="attaches tickets opened before it, up to (h)"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Incident",
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
                                related_name="incident",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Going on"), ("restored", "Restored"), ("ended", "Ended")],
                                default="open",
                                max_length=10,
                                verbose_name="status",
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
                            "regions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="regions",
                            ),
                        ),
                        (
                            "units",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="units",
                            ),
                        ),
                        (
                            "prefixes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="areas of numbers",
                            ),
                        ),
                        (
                            "places",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="places",
                            ),
                        ),
                        (
                            "products",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="services affected",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.category",
                                verbose_name="only of category",
                            ),
                        ),
                        ("began_at", models.DateTimeField(verbose_name="began")),
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
                            "announcement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ivr.announcement",
                            ),
                        ),
                        ("restored_at", models.DateTimeField(blank=True, null=True, verbose_name="restored")),
                        (
                            "restored_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("solution", models.TextField(blank=True, default="", verbose_name="solution")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                    ],
                    options={
                        "verbose_name": "group incident",
                        "verbose_name_plural": "group incidents",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["status", "-began_at"], name="incidents_by_status")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("places", []), ("prefixes", []), ("regions", []), ("units", []), _negated=True
                                ),
                                name="an_incident_has_an_area",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("restored_at", None), ("status", "open")),
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True),
                                        ("restored_at__isnull", False),
                                        models.Q(("solution", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_restored_incident_has_its_solution",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("status", "ended")),
                                    models.Q(models.Q(("status", "ended"), _negated=True), ("ended_at", None)),
                                    _connector="OR",
                                ),
                                name="an_ended_incident_has_its_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="incidents.incident",
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incident_members",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[("automatic", "When opened"), ("found", "Found"), ("by_hand", "By hand")],
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        ("attached_at", models.DateTimeField(verbose_name="attached")),
                        (
                            "attached_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("detached_at", models.DateTimeField(blank=True, null=True, verbose_name="detached")),
                        (
                            "detached_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "detached_because",
                            models.CharField(blank=True, default="", max_length=300, verbose_name="reason"),
                        ),
                    ],
                    options={
                        "verbose_name": "ticket of an incident",
                        "verbose_name_plural": "tickets of incidents",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("detached_at", None)),
                                fields=("ticket",),
                                name="one_incident_of_a_ticket",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("detached_at", None),
                                    models.Q(
                                        ("detached_by__isnull", False),
                                        models.Q(("detached_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="detached_by_somebody_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MassMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="incidents.incident",
                            ),
                        ),
                        ("text_zh", models.CharField(max_length=500, verbose_name="Chinese text")),
                        ("text_en", models.CharField(max_length=500, verbose_name="English text")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "message to all",
                        "verbose_name_plural": "messages to all",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="incidents.massmessage",
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.ticket"
                            ),
                        ),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, default="", max_length=200)),
                    ],
                    options={
                        "verbose_name": "delivery of a message to all",
                        "verbose_name_plural": "deliveries of messages to all",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("problem", ""), ("sent_at", None)),
                                fields=["id"],
                                name="deliveries_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("message", "ticket"), name="one_delivery_to_a_ticket")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestorationCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="incidents.incident",
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.ticket"
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
                        ("asked_at", models.DateTimeField(null=True)),
                        ("problem", models.CharField(blank=True, default="", max_length=200)),
                    ],
                    options={
                        "verbose_name": "call on restoration",
                        "verbose_name_plural": "calls on restoration",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("callback", None), ("problem", "")),
                                fields=["id"],
                                name="restoration_calls_waiting",
                            ),
                            models.Index(fields=["callback"], name="restoration_call_of_callback"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "ticket"), name="one_call_on_restoration")
                        ],
                    },
                ),
            ]
        ),
    ]
