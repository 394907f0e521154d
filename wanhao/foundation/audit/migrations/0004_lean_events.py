"""Events are written with fewer index entries and without a query for the clock."""

from django.db import migrations

from wanhao.common.sql_files import sql_file


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals_and_clock")]

    operations = [migrations.RunSQL(sql_file(__file__, "lean.sql"), migrations.RunSQL.noop)]
