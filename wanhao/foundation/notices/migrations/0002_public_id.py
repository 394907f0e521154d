"""A public name for addresses. Nothing wrote notices before, so no row needs one of its own."""

from django.db import migrations, models

import wanhao.common.public_ids


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="public_id",
            field=models.CharField(
                default=wanhao.common.public_ids.new_public_id, editable=False, max_length=16, unique=True
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["staff", "-id"], name="notices_of_staff"),
        ),
    ]
