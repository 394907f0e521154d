"""All tables of desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("contacts", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "staff",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="seat",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                choices=[("browser", "Browser"), ("sip", "SIP phone")],
                                default="browser",
                                max_length=8,
                                verbose_name="phone",
                            ),
                        ),
                        ("auto_answer", models.BooleanField(default=False, verbose_name="answers by itself")),
                    ],
                    options={
                        "verbose_name": "seat",
                        "verbose_name_plural": "seats",
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contacts.contact"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("code", models.CharField(blank=True, default="", max_length=30)),
                        ("note", models.TextField(blank=True, default="")),
                        ("saved_at", models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        "verbose_name": "draft",
                        "verbose_name_plural": "drafts",
                        "constraints": [
                            models.UniqueConstraint(fields=("staff", "contact"), name="one_draft_per_contact")
                        ],
                    },
                ),
            ]
        ),
    ]
