"""Each partial index fits one question only; foreign keys of routing are checked at once, inside the functions.

Checked at commit, outside of the functions, their plans could be sequential scans made when the tables were small.
"""

from django.db import migrations, models
from django.db.models import Q

CHECK_AT_ONCE = """
do $$
declare
    v_key record;
begin
    for v_key in
        select conrelid::regclass as hot, conname from pg_constraint
        where contype = 'f' and condeferrable
          and conrelid in ('routing_place'::regclass, 'routing_offer'::regclass, 'routing_statespell'::regclass)
    loop
        execute format('alter table %s alter constraint %I not deferrable', v_key.hot, v_key.conname);
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0004_prolonging")]

    operations = [
        migrations.RunSQL(CHECK_AT_ONCE, migrations.RunSQL.noop),
        migrations.RemoveConstraint("place", "a_contact_waits_once"),
        migrations.AddConstraint(
            "place",
            models.UniqueConstraint(condition=Q(("outcome", "")), fields=("contact",), name="a_contact_waits_once"),
        ),
        migrations.RemoveIndex("place", "waiting_for_one"),
        migrations.AddIndex(
            "place",
            models.Index(
                condition=Q(("left_at", None), ("preferred_agent__isnull", False)),
                fields=["preferred_agent"],
                name="waiting_for_one",
            ),
        ),
        migrations.RemoveConstraint("offer", "one_open_offer_per_contact"),
        migrations.AddConstraint(
            "offer",
            models.UniqueConstraint(
                condition=Q(("outcome", "")), fields=("contact",), name="one_open_offer_per_contact"
            ),
        ),
        migrations.RemoveIndex("offer", "running_offers"),
        migrations.AddIndex(
            "offer",
            models.Index(
                condition=Q(("accepted_at", None), ("outcome", "")), fields=["expires_at"], name="running_offers"
            ),
        ),
    ]
