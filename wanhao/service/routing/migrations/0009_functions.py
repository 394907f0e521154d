"""The functions come with 0013."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("routing", "0008_functions")]

    operations: list[migrations.operations.base.Operation] = []
