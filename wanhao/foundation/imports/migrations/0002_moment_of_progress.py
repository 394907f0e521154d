from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.AddField("importrun", "advanced_at", models.DateTimeField(blank=True, editable=False, null=True)),
    ]
