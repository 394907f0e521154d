"""All tables of lists."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="SavedView",
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
                        ("list_name", models.CharField(max_length=30)),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                            ),
                        ),
                        ("is_shared", models.BooleanField(default=False)),
                        ("filters", models.JSONField(default=dict)),
                        ("term", wanhao.foundation.privacy.fields.SealedText(blank=True, default="")),
                        ("sort", models.CharField(blank=True, default="", max_length=30)),
                        ("columns", models.JSONField(default=list)),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "saved view",
                        "verbose_name_plural": "saved views",
                        "ordering": ["name", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_shared", True)),
                                fields=["list_name", "unit"],
                                name="views_shared",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("list_name", "owner", "name"), name="one_view_of_a_name_per_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListRun",
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
                        ("list_name", models.CharField(max_length=30)),
                        ("act", models.CharField(max_length=30)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("items", models.JSONField()),
                        ("typed", wanhao.foundation.privacy.fields.SealedText(blank=True, default="")),
                        ("results", models.JSONField(default=list)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preview", "to be confirmed"),
                                    ("running", "running"),
                                    ("done", "done"),
                                    ("stopped", "stopped"),
                                ],
                                default="preview",
                                max_length=7,
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "act on many",
                        "verbose_name_plural": "acts on many",
                        "indexes": [models.Index(fields=["by", "-id"], name="acts_of_a_person")],
                    },
                ),
            ]
        ),
    ]
