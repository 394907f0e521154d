"""All tables of tmf."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Wording",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=40, unique=True)),
                        ("words", wanhao.foundation.privacy.fields.SealedText()),
                        ("changed_at", models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        "verbose_name": "integrator's words",
                        "verbose_name_plural": "integrators' words",
                    },
                ),
                migrations.CreateModel(
                    name="Subscription",
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
                        ("api", models.CharField(max_length=30, verbose_name="interface")),
                        ("version", models.CharField(max_length=4, verbose_name="version")),
                        ("callback", models.URLField(max_length=300, verbose_name="address")),
                        ("root", models.URLField(max_length=300, verbose_name="our address")),
                        ("query", models.CharField(blank=True, default="", max_length=300, verbose_name="only")),
                        ("secret", wanhao.foundation.privacy.fields.SealedText(editable=False, verbose_name="secret")),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="staff",
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                    ],
                    options={
                        "verbose_name": "subscription",
                        "verbose_name_plural": "subscriptions",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)), fields=["api"], name="living_subscriptions"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
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
                        ("body", models.TextField()),
                        ("asked_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        ("due_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("given_up_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("problem", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "subscription",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notifications",
                                to="tmf.subscription",
                            ),
                        ),
                        ("event", models.CharField(max_length=60)),
                        ("event_id", models.BigIntegerField()),
                    ],
                    options={
                        "verbose_name": "notification",
                        "verbose_name_plural": "notifications",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("given_up_at", None), ("sent_at", None)),
                                fields=["due_at"],
                                name="notifications_to_do",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subscription", "event_id", "event"), name="each_subscriber_is_told_once"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
