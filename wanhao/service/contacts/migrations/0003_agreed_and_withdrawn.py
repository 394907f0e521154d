from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_history"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("served", "Served"),
                    ("abandoned", "Abandoned while waiting"),
                    ("self_served", "Served itself"),
                    ("dropped", "Left the voice menu"),
                    ("closed_hours", "Outside opening hours"),
                    ("overflowed", "Queue was full"),
                    ("lost", "Lost by us"),
                    ("unanswered", "Not answered by the customer"),
                    ("callback", "Callback agreed"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="",
                max_length=14,
                verbose_name="outcome",
            ),
        ),
    ]
