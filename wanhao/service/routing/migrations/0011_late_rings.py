"""An offer that reaches its agent late runs from then on."""

from django.db import migrations

from wanhao.common.sql_files import sql_file


class Migration(migrations.Migration):
    dependencies = [("routing", "0010_own_calls")]

    operations = [migrations.RunSQL(sql_file(__file__, "ringing.sql"), migrations.RunSQL.noop)]
