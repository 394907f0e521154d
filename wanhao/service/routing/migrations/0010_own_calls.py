"""Agents who dial a customer are busy meanwhile."""

from django.db import migrations

from wanhao.common.sql_files import sql_file


class Migration(migrations.Migration):
    dependencies = [("routing", "0009_functions")]

    operations = [migrations.RunSQL(sql_file(__file__, "own_calls.sql"), migrations.RunSQL.noop)]
