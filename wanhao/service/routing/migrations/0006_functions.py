"""The functions are installed after every migration: see installing.py."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("routing", "0005_indexes_and_keys"), ("audit", "0002_events"), ("contacts", "0002_history")]

    operations: list[migrations.operations.base.Operation] = []
