"""The table of sent messages comes from callbacks, where it began, with all its rows."""

from django.db import migrations, models

import wanhao.foundation.privacy.fields


class Migration(migrations.Migration):
    initial = True
    dependencies = [("callbacks", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "alter table callbacks_sentmessage rename to short_messages_sentmessage",
                    "alter table short_messages_sentmessage rename to callbacks_sentmessage",
                )
            ],
            state_operations=[
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
            ],
        )
    ]
