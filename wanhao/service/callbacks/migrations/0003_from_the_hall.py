from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("callbacks", "0002_messages_moved")]

    operations = [
        migrations.AlterField(
            "callback",
            "source",
            models.CharField(
                choices=[
                    ("call", "While waiting on the telephone"),
                    ("web", "Web page"),
                    ("hall", "In the hall"),
                    ("staff", "Entered by staff"),
                ],
                max_length=6,
                verbose_name="asked for",
            ),
        ),
    ]
