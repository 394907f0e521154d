"""All tables of imports."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [("imports", "0002_moment_of_progress")]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="ImportRun",
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
                        ("kind", models.CharField(max_length=40, verbose_name="kind")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=100, verbose_name="file")),
                        ("file_type", models.CharField(max_length=4)),
                        ("file_size", models.PositiveBigIntegerField(verbose_name="bytes")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("checking", "being checked"),
                                    ("checked", "checked, waiting for your word"),
                                    ("writing", "being written"),
                                    ("done", "finished"),
                                    ("failed", "failed"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="checking",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="rows")),
                        ("passed", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                        ("good", models.PositiveIntegerField(default=0, verbose_name="good")),
                        ("bad", models.PositiveIntegerField(default=0, verbose_name="rejected")),
                        ("created", models.PositiveIntegerField(default=0, verbose_name="new")),
                        ("updated", models.PositiveIntegerField(default=0, verbose_name="changed")),
                        ("unchanged", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                        ("problems", models.JSONField(default=list)),
                        ("message", models.CharField(blank=True, default="", max_length=300)),
                        ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="started")),
                        ("advanced_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                    ],
                    options={
                        "verbose_name": "import",
                        "verbose_name_plural": "imports",
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["by", "-id"], name="imports_of_one_person")],
                    },
                ),
            ]
        ),
    ]
