"""All tables of notices."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wanhao.common.public_ids
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [("notices", "0002_public_id")]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Notice",
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
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("information", "Information"), ("warning", "Warning"), ("alarm", "Alarm")],
                                default="information",
                                max_length=12,
                            ),
                        ),
                        ("text_zh", models.CharField(max_length=300)),
                        ("text_en", models.CharField(max_length=300)),
                        ("link", models.CharField(blank=True, default="", max_length=200)),
                        ("sent_at", models.DateTimeField(auto_now_add=True)),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "notice",
                        "verbose_name_plural": "notices",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("read_at", None)), fields=["staff", "-id"], name="unread_notices"
                            ),
                            models.Index(fields=["staff", "-id"], name="notices_of_staff"),
                        ],
                    },
                ),
            ]
        ),
    ]
