"""The functions are installed after every migration: see installing.py."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("routing", "0007_lean_hot_tables")]

    operations: list[migrations.operations.base.Operation] = []
