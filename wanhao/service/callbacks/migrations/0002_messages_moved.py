"""Sent messages belong to foundation.short_messages now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("callbacks", "0001_initial"), ("short_messages", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="SentMessage")]),
    ]
