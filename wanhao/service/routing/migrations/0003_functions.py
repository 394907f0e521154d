"""The routing functions, and room on pages for rows that change often."""

from django.db import migrations

from wanhao.common.sql_files import sql_file

ROOM = """
alter table routing_agent set (fillfactor = 60);
alter table routing_place set (fillfactor = 80);
alter table routing_offer set (fillfactor = 80);
alter table routing_statespell set (fillfactor = 90);
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0002_offered_places_and_history"), ("audit", "0002_events")]

    operations = [
        migrations.RunSQL(sql_file(__file__, name), migrations.RunSQL.noop)
        for name in ("locks.sql", "offers.sql", "arrivals.sql", "agents.sql", "sweep.sql")
    ] + [migrations.RunSQL(ROOM, migrations.RunSQL.noop)]
