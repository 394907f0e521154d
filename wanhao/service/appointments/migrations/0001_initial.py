"""All tables of appointments."""

import django.core.validators
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
        ("calendars", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("tickets", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Area",
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
                            "unit",
                            models.ForeignKey(
                                help_text="A region: customers of it and below it are visited here.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="serves",
                            ),
                        ),
                        (
                            "hours",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="calendars.hours",
                                verbose_name="working hours of technicians",
                            ),
                        ),
                        (
                            "window_minutes",
                            models.PositiveSmallIntegerField(
                                default=120,
                                validators=[
                                    django.core.validators.MinValueValidator(15),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="length of a window (min)",
                            ),
                        ),
                        ("capacity", models.PositiveSmallIntegerField(default=4, verbose_name="visits in a window")),
                        (
                            "notice_minutes",
                            models.PositiveIntegerField(default=120, verbose_name="at least so long ahead (min)"),
                        ),
                        (
                            "days_ahead",
                            models.PositiveSmallIntegerField(default=14, verbose_name="bookable for so many days"),
                        ),
                        (
                            "grace_minutes",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Arriving so much earlier or later still keeps the appointment.",
                                verbose_name="grace (min)",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "area of visits",
                        "verbose_name_plural": "areas of visits",
                        "ordering": ["position", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("window_minutes__gte", 15), ("window_minutes__lte", 1440)),
                                name="a_window_is_long_enough",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "appointments_areaevent" ("capacity", "code", "days_ahead", "grace_minutes", "hours_id", "id", "is_active", "name_en", "name_zh", "notice_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit_id", "window_minutes") VALUES (NEW."capacity", NEW."code", NEW."days_ahead", NEW."grace_minutes", NEW."hours_id", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."notice_minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."unit_id", NEW."window_minutes"); RETURN NULL;',
                                    hash="6ee654041ee4571a8d7f12caa3a6d75600fe7c68",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_53ec5",
                                    table="appointments_area",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "appointments_areaevent" ("capacity", "code", "days_ahead", "grace_minutes", "hours_id", "id", "is_active", "name_en", "name_zh", "notice_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "unit_id", "window_minutes") VALUES (NEW."capacity", NEW."code", NEW."days_ahead", NEW."grace_minutes", NEW."hours_id", NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", NEW."notice_minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."unit_id", NEW."window_minutes"); RETURN NULL;',
                                    hash="0439bf9a0fe44c79ca15e489ce14df7a3ce1462e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c2a8a",
                                    table="appointments_area",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaEvent",
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
                                to="appointments.area",
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
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                help_text="A region: customers of it and below it are visited here.",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="serves",
                            ),
                        ),
                        (
                            "hours",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="calendars.hours",
                                verbose_name="working hours of technicians",
                            ),
                        ),
                        (
                            "window_minutes",
                            models.PositiveSmallIntegerField(
                                default=120,
                                validators=[
                                    django.core.validators.MinValueValidator(15),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                                verbose_name="length of a window (min)",
                            ),
                        ),
                        ("capacity", models.PositiveSmallIntegerField(default=4, verbose_name="visits in a window")),
                        (
                            "notice_minutes",
                            models.PositiveIntegerField(default=120, verbose_name="at least so long ahead (min)"),
                        ),
                        (
                            "days_ahead",
                            models.PositiveSmallIntegerField(default=14, verbose_name="bookable for so many days"),
                        ),
                        (
                            "grace_minutes",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Arriving so much earlier or later still keeps the appointment.",
                                verbose_name="grace (min)",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                ),
                migrations.CreateModel(
                    name="Capacity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="capacities",
                                to="appointments.area",
                                verbose_name="area of visits",
                            ),
                        ),
                        (
                            "day",
                            models.DateField(blank=True, help_text="Empty: every day.", null=True, verbose_name="day"),
                        ),
                        (
                            "begins",
                            models.TimeField(
                                blank=True,
                                help_text="Empty: every window of the day.",
                                null=True,
                                verbose_name="window from",
                            ),
                        ),
                        ("capacity", models.PositiveSmallIntegerField(verbose_name="visits in a window")),
                    ],
                    options={
                        "verbose_name": "other capacity",
                        "verbose_name_plural": "other capacities",
                        "ordering": ["day", "begins"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("area", "day", "begins"), name="one_capacity_for_a_window", nulls_distinct=False
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "appointments_capacityevent" ("area_id", "begins", "capacity", "day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."area_id", NEW."begins", NEW."capacity", NEW."day", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                                    hash="bf66953e2c71dc57244ca69ca5f0f7e1aa1f3f5a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_d8b07",
                                    table="appointments_capacity",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "appointments_capacityevent" ("area_id", "begins", "capacity", "day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."area_id", NEW."begins", NEW."capacity", NEW."day", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                                    hash="389463ffe4b5cad85bbe27b272c197955c145934",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8b829",
                                    table="appointments_capacity",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityEvent",
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
                                to="appointments.capacity",
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
                            "area",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="appointments.area",
                                verbose_name="area of visits",
                            ),
                        ),
                        (
                            "day",
                            models.DateField(blank=True, help_text="Empty: every day.", null=True, verbose_name="day"),
                        ),
                        (
                            "begins",
                            models.TimeField(
                                blank=True,
                                help_text="Empty: every window of the day.",
                                null=True,
                                verbose_name="window from",
                            ),
                        ),
                        ("capacity", models.PositiveSmallIntegerField(verbose_name="visits in a window")),
                    ],
                ),
                migrations.CreateModel(
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slots",
                                to="appointments.area",
                            ),
                        ),
                        ("begins_at", models.DateTimeField(verbose_name="from")),
                        ("ends_at", models.DateTimeField(verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "window of visits",
                        "verbose_name_plural": "windows of visits",
                        "ordering": ["begins_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("area", "begins_at"), name="one_slot_for_a_window"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                                name="a_slot_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
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
                                related_name="appointments",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="appointments.slot",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("booked", "Booked"),
                                    ("moved", "Moved"),
                                    ("cancelled", "Cancelled"),
                                    ("kept", "Kept"),
                                    ("broken", "Broken"),
                                ],
                                default="booked",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("booked_at", models.DateTimeField(verbose_name="booked")),
                        (
                            "booked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "moved_from",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moved_to",
                                to="appointments.appointment",
                            ),
                        ),
                        ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="arrived")),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="reason")),
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
                        "verbose_name": "appointment",
                        "verbose_name_plural": "appointments",
                        "indexes": [models.Index(fields=["ticket", "-id"], name="appointments_of_ticket")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "booked")),
                                fields=("slot", "place"),
                                name="a_place_of_a_slot_is_booked_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "booked")),
                                fields=("ticket",),
                                name="one_booked_appointment_per_ticket",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("status", "booked")),
                                    models.Q(
                                        models.Q(("status", "booked"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="an_appointment_that_is_over_has_its_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "kept"), _negated=True),
                                    ("arrived_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_kept_appointment_had_an_arrival",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
