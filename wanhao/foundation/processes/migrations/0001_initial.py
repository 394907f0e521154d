"""All tables of processes."""

from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Process",
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
                                choices=[("web", "web"), ("worker", "worker")], max_length=10, verbose_name="kind"
                            ),
                        ),
                        ("host", models.CharField(max_length=60, verbose_name="machine")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("process_id", models.PositiveIntegerField(verbose_name="process id")),
                        ("started_at", models.DateTimeField(verbose_name="started")),
                        ("beat_at", models.DateTimeField(verbose_name="last heartbeat")),
                        ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped")),
                    ],
                    options={
                        "verbose_name": "process",
                        "verbose_name_plural": "processes",
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "host", "number"), name="one_row_per_process")
                        ],
                    },
                ),
            ]
        ),
    ]
