"""Events, their seals and verifications. The event table itself is sql/events.sql."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wanhao.common.sql_files import sql_file
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [("audit", "0002_events"), ("audit", "0003_seals_and_clock"), ("audit", "0004_lean_events")]
    dependencies = [("accounts", "0001_initial")]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="StoredEvent",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "id", "at", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.BigIntegerField(verbose_name="number")),
                        ("at", models.DateTimeField(verbose_name="time")),
                        ("name", models.CharField(max_length=80, verbose_name="event")),
                        ("subject", models.CharField(max_length=80, verbose_name="about")),
                        ("actor", models.CharField(max_length=80, verbose_name="by")),
                        ("contact_id", models.BigIntegerField(null=True, verbose_name="contact")),
                        ("customer_id", models.BigIntegerField(null=True, verbose_name="customer")),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="accounts.unit",
                            ),
                        ),
                        ("data", models.JSONField(verbose_name="details")),
                        ("xact", models.BigIntegerField()),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "db_table": "audit_event",
                        "ordering": ["-id"],
                        "managed": False,
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sealed_at", models.DateTimeField(auto_now_add=True)),
                        ("key_id", models.CharField(default="", max_length=40)),
                        ("below_xact", models.BigIntegerField(unique=True)),
                        (
                            "event_ids",
                            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                        ),
                        ("digests", models.BinaryField()),
                        ("chain", models.CharField(max_length=64)),
                    ],
                    options={
                        "verbose_name": "seal",
                        "verbose_name_plural": "seals",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Verification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("began_at", models.DateTimeField(verbose_name="began")),
                        ("ended_at", models.DateTimeField(auto_now_add=True, verbose_name="ended")),
                        ("by", models.CharField(max_length=80, verbose_name="by")),
                        ("seals", models.BigIntegerField(verbose_name="seals")),
                        ("events", models.BigIntegerField(verbose_name="events")),
                        ("unsealed", models.BigIntegerField(verbose_name="not yet sealed")),
                        (
                            "problem",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Everything as it was recorded"),
                                    ("event_altered", "An event was altered"),
                                    ("event_missing", "An event is missing"),
                                    ("event_inserted", "An event was put in afterwards"),
                                    ("seal_altered", "A seal was altered"),
                                    ("seal_missing", "A seal is missing"),
                                    ("key_missing", "The key of a seal is not among the settings"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="found",
                            ),
                        ),
                        ("at_fault", models.CharField(blank=True, default="", max_length=80, verbose_name="at")),
                    ],
                    options={
                        "verbose_name": "verification",
                        "verbose_name_plural": "verifications",
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="ReactionCursor",
                    fields=[
                        ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("below_xact", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "reaction cursor",
                        "verbose_name_plural": "reaction cursors",
                    },
                ),
            ]
        ),
        migrations.RunSQL(sql_file(__file__, "events.sql"), migrations.RunSQL.noop),
    ]
