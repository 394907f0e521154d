"""The database itself refuses a closed complaint without a callback result, and keeps results as they are."""

from django.db import migrations

from wanhao.common.sql_files import sql_file


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("tickets", "0005_due_by_clock")]

    operations = [migrations.RunSQL(sql_file(__file__, "closing.sql"), migrations.RunSQL.noop)]
