"""The seat remembers which of several contacts was chosen."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial"), ("desk", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="chosen",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="contacts.contact",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="chosen_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
