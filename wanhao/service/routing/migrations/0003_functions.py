"""Rows that change often get room on their pages. (The functions: see installing.py.)"""

from django.db import migrations

ROOM = """
alter table routing_agent set (fillfactor = 60);
alter table routing_place set (fillfactor = 80);
alter table routing_offer set (fillfactor = 80);
alter table routing_statespell set (fillfactor = 90);
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0002_offered_places_and_history")]

    operations = [migrations.RunSQL(ROOM, migrations.RunSQL.noop)]
