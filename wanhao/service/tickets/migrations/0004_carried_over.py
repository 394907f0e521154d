"""What categories promised becomes policies, and every unfinished ticket gets the clock that its due moment was."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MINUTES = 60

CLOCKS = """
insert into clocks_clock
  (subject, target, unit_id, is_agreed, target_seconds, marks, marks_done, started_at, spent_seconds, counted_at,
   due_at, next_at, outcome)
select 'ticket:' || id, 'resolution', unit_id, true, seconds,
       jsonb_build_array(jsonb_build_object('at_seconds', seconds, 'kind', 'due', 'percent', 0, 'whom', '', 'level', 0)),
       0, opened_at, 0, opened_at, due_at, due_at, ''
from (
  select *, ceil(extract(epoch from due_at - opened_at))::integer as seconds
  from tickets_ticket
  where status in ('open', 'in_progress')
) as unfinished
"""

EVENTS = """
select count(audit_record(
  'clocks.ClockStarted', clock.subject, 'system:clocks', ticket.contact_id, ticket.customer_id, clock.unit_id,
  jsonb_build_object('clock_id', clock.id, 'about', clock.subject, 'target', clock.target, 'at', clock.started_at,
                     'policy', '', 'target_seconds', clock.target_seconds, 'hours', '', 'is_agreed', true)
))
from clocks_clock as clock
join tickets_ticket as ticket on clock.subject = 'ticket:' || ticket.id
where clock.target = 'resolution' and clock.stopped_at is null
"""


def carry_over(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing that was promised is taken back."""
    category_model, policy_model = apps.get_model("tickets", "Category"), apps.get_model("clocks", "Policy")
    for category in category_model.objects.filter(is_active=True, children=None):
        policy_model.objects.create(
            code=f"category-{category.code}"[:40],
            name_zh=f"{category.name_zh} {category.due_hours} 小时办结"[:60],
            name_en=f"{category.name_en}: {category.due_hours} h"[:60],
            target="resolution",
            category=category.code,
            minutes=category.due_hours * MINUTES or 1,
            hours_id=category.hours_id,
            warn_percents=[75, 90],
            position=50,
        )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(CLOCKS)
        cursor.execute(EVENTS)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_seals_and_clock"),
        ("clocks", "0002_agreed_and_by_category"),
        ("tickets", "0003_hours"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
