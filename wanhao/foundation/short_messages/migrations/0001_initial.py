"""All tables of short messages."""

from django.db import migrations, models

import wanhao.foundation.privacy.fields
from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="SentMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", wanhao.foundation.privacy.fields.SealedText()),
                        ("text", wanhao.foundation.privacy.fields.SealedText()),
                        ("sent_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "verbose_name": "short message sent",
                        "verbose_name_plural": "short messages sent",
                    },
                ),
            ]
        ),
    ]
