"""All tables of wallboard."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Board",
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
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("changed_at", models.DateTimeField(auto_now=True)),
                        ("is_shared", models.BooleanField(default=True, verbose_name="for everybody of the unit")),
                        (
                            "size",
                            models.CharField(
                                choices=[("normal", "Normal"), ("large", "Large"), ("huge", "Very large")],
                                default="normal",
                                max_length=10,
                                verbose_name="text size",
                            ),
                        ),
                        ("shows_alerts", models.BooleanField(default=True, verbose_name="shows alerts on top")),
                        ("limits", models.JSONField(blank=True, default=dict, verbose_name="own limits")),
                    ],
                    options={
                        "verbose_name": "board",
                        "verbose_name_plural": "boards",
                        "ordering": ["name_zh", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BoardPage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="pages", to="wallboard.board"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("title_zh", models.CharField(blank=True, max_length=60, verbose_name="Chinese title")),
                        ("title_en", models.CharField(blank=True, max_length=60, verbose_name="English title")),
                        (
                            "layout",
                            models.CharField(
                                choices=[("table", "A row for each queue"), ("tiles", "Totals as large tiles")],
                                default="table",
                                max_length=10,
                                verbose_name="layout",
                            ),
                        ),
                        (
                            "queues",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="queues",
                            ),
                        ),
                        (
                            "figures",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                default=list,
                                size=None,
                                verbose_name="figures",
                            ),
                        ),
                        (
                            "order",
                            models.CharField(
                                choices=[("worst", "The worst queue first"), ("fixed", "In the order chosen")],
                                default="worst",
                                max_length=10,
                                verbose_name="order",
                            ),
                        ),
                        ("shows_agents", models.BooleanField(default=True, verbose_name="agents by state")),
                        ("shows_curve", models.BooleanField(default=True, verbose_name="the hour's curve")),
                        ("seconds", models.PositiveSmallIntegerField(default=20, verbose_name="shown for (s)")),
                    ],
                    options={
                        "verbose_name": "page of a board",
                        "verbose_name_plural": "pages of a board",
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("board", "position"), name="one_page_at_a_position"),
                            models.CheckConstraint(
                                condition=models.Q(("seconds__gte", 5)), name="a_page_is_shown_five_seconds"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
