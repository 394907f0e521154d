"""The functions are installed after every migration: see installing.py."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("routing", "0010_own_calls")]

    operations: list[migrations.operations.base.Operation] = []
