"""All tables of rate limits."""

from django.db import migrations, models

from wanhao.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="RateCount",
                    fields=[
                        ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                        ("began_at", models.DateTimeField()),
                        ("count", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "rate count",
                        "verbose_name_plural": "rate counts",
                    },
                ),
            ]
        ),
    ]
