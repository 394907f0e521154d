"""The event table and the one function that writes it."""

from django.db import migrations

from wanhao.common.sql_files import sql_file


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(sql_file(__file__, "events.sql"), migrations.RunSQL.noop)]
