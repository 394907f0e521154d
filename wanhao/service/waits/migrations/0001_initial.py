"""All tables of waits."""

import django.db.models.deletion
from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [("waits", "0002_shared_agents")]
    dependencies = [("accounts", "0001_initial"), ("routing", "0001_initial")]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="WaitParameters",
                    fields=[
                        (
                            "queue",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="routing.queue",
                            ),
                        ),
                        ("service_mean_seconds", models.FloatField()),
                        ("services", models.PositiveIntegerField(default=0)),
                        ("patience_mean_seconds", models.FloatField()),
                        ("abandoned", models.PositiveIntegerField(default=0)),
                        ("answer_seconds", models.FloatField(default=0)),
                        ("rings", models.JSONField(default=list)),
                        ("idle", models.FloatField(default=0)),
                        ("arrivals_a_second", models.FloatField(default=0)),
                        ("overtaking", models.JSONField(default=list)),
                        ("overtaking_beside", models.JSONField(default=list)),
                        ("seen", models.PositiveIntegerField(default=0)),
                        ("level", models.FloatField(default=1)),
                        ("spread", models.FloatField(default=1)),
                        ("compared", models.PositiveIntegerField(default=0)),
                        ("measured_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "wait parameters of a queue",
                        "verbose_name_plural": "wait parameters of queues",
                    },
                ),
                migrations.CreateModel(
                    name="WaitPrediction",
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
                                choices=[("entry", "On entering the queue"), ("spoken", "Told to the caller")],
                                max_length=6,
                            ),
                        ),
                        ("place_id", models.BigIntegerField()),
                        ("contact_id", models.BigIntegerField(db_index=True)),
                        (
                            "queue",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="routing.queue",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("ahead", models.PositiveIntegerField()),
                        ("waited_before_seconds", models.FloatField()),
                        ("p50_seconds", models.FloatField(null=True)),
                        ("p90_seconds", models.FloatField(null=True)),
                        ("level", models.FloatField(default=1)),
                        ("spread", models.FloatField(default=1)),
                        ("last_entered_seconds", models.FloatField(null=True)),
                        ("simple_seconds", models.FloatField(null=True)),
                        ("running_average_seconds", models.FloatField(null=True)),
                        ("waited_seconds", models.FloatField(null=True)),
                        ("outcome", models.CharField(blank=True, default="", max_length=12)),
                    ],
                    options={
                        "verbose_name": "wait prediction",
                        "verbose_name_plural": "wait predictions",
                        "indexes": [
                            models.Index(fields=["queue", "made_at"], name="predictions_of_queue"),
                            models.Index(
                                condition=models.Q(("outcome", "")), fields=["place_id"], name="predictions_open"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
