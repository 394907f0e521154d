"""A subscription knows the token that made it and lives no longer."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_initial"),
        ("tmf", "0002_words_are_found_and_visits_wished"),
    ]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="token",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="api.apitoken",
            ),
        ),
    ]
