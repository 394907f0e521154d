from django.db import migrations, models


def measure_anew(apps, schema_editor):
    """Rings are kept in another form from now on; the worker measures them again within seconds."""
    apps.get_model("waits", "WaitParameters").objects.update(rings=[])


class Migration(migrations.Migration):
    dependencies = [("waits", "0001_initial")]

    operations = [
        migrations.AddField("waitparameters", "overtaking_beside", models.JSONField(default=list)),
        migrations.AddField("waitparameters", "seen", models.PositiveIntegerField(default=0)),
        migrations.RunPython(measure_anew, migrations.RunPython.noop),
    ]
