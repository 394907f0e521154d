"""The table of Django's database cache; what it holds may be lost in a crash."""

from django.db import migrations

TABLE = """
create unlogged table cache_entry (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index cache_entry_expires on cache_entry (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sign_in")]
    operations = [migrations.RunSQL(TABLE, "drop table cache_entry")]
