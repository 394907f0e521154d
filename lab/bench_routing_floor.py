"""The floor of the routing benchmark: units, agents, queues, memberships and contacts, and the laws they must keep."""

from __future__ import annotations

from typing import Any

import psycopg

AGENTS = 2000
QUEUES = 200
QUEUES_PER_AGENT = 5

ORGANISATION = """
insert into accounts_unit (id, kind, code, name_zh, name_en, path, parent_id)
    values (1, 'operator', 'op', '运营商', 'Operator', 'op/', null),
           (2, 'centre', 'centre', '中心', 'Centre', 'op/centre/', 1)
"""
STAFF = """
insert into accounts_staff (id, password, staff_number, name, unit_id, email, language, sip_secret,
                            must_change_password, is_active)
select n, '', n::text, 'agent', 2, '', 'en', '', false, true from generate_series(1, %s) n
"""
AGENT_ROWS = """
insert into routing_agent (staff_id, unit_id, region_id, state, state_since, reason, wanted_state, wanted_reason,
                           load, idle_since)
select n, 2, 2, 'wrap_up', now(), '', '', '', 0, null from generate_series(1, %s) n
"""
QUEUE_ROWS = """
insert into routing_queue (id, code, name_zh, name_en, unit_id, region_id, channels, answer_limit_seconds,
    service_level_percent, connection_percent, offer_seconds, preferred_seconds, wrap_up_seconds,
    wrap_up_extension_seconds,
    longest_wait_seconds, max_waiting, announce_every_seconds, is_active)
select n, 'q' || n, '队列', 'queue', 2, 2, '{call}', 15, 80, 98, 3600, 20, 3600, 0, 36000, 1000000, 30, true
from generate_series(1, %s) n
"""
# Every agent serves one of the crowded tenth of the queues and four others.
MEMBERSHIPS = """
insert into routing_membership (queue_id, agent_id, level, after_seconds)
select distinct on (queue_id, agent_id) queue_id, agent_id, level, 0 from (
    select 1 + floor(random() * case k when 1 then %s else %s end)::int as queue_id, n as agent_id, 1 + n %% 3 as level
    from generate_series(1, %s) n, generate_series(1, %s) k) m
"""
CONTACTS = """
insert into contacts_contact (id, public_id, channel, status, outcome, access_code, caller_number, caller_index,
    language, business_type, queue_code, unit_id, region_id, arrived_at, end_reason, hold_seconds, note)
select n, n::text, 'call', 'waiting', '', '', '', '', 'zh', '', '', 2, 2, now(), '', 0, '' from generate_series(1, %s) n
"""
STRANDED = """
select count(*) from routing_place p join routing_membership m using (queue_id)
    join routing_agent a on a.staff_id = m.agent_id
where p.left_at is null and not p.is_offered and a.state = 'ready' and a.load + p.weight <= 100
"""
DOUBLE = """
select (select count(*) from (select contact_id from routing_offer where ended_at is null
                              group by contact_id having count(*) > 1) c)
     + (select count(*) from (select agent_id from routing_offer where ended_at is null
                              group by agent_id having sum(weight) > 100) a)
     + (select count(*) from (select contact_id from routing_offer where accepted_at is not null
                              group by contact_id having count(*) > 1) s)
"""
WRONG_LOAD = """
select count(*) from routing_agent a where load <> coalesce(
    (select sum(weight) from routing_offer o where o.agent_id = a.staff_id and o.ended_at is null), 0)
"""


def build_floor(connection: psycopg.Connection[Any], *, contacts: int) -> None:
    """Make the floor, every agent in wrap-up, and the contacts that will arrive."""
    run = connection.execute
    run(ORGANISATION)
    run(STAFF, [AGENTS])
    run(AGENT_ROWS, [AGENTS])
    run(QUEUE_ROWS, [QUEUES])
    run(MEMBERSHIPS, [QUEUES // 10, QUEUES, AGENTS, QUEUES_PER_AGENT])
    run(CONTACTS, [contacts])
    run("create table plain_row (id bigint generated always as identity primary key, value int)")
    run("vacuum analyze")


def check_floor(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """What must be nought at rest, before any sweep: stranded, assigned twice, load that is not that of the offers."""
    found = {}
    for name, sql in {"stranded": STRANDED, "double": DOUBLE, "wrong_load": WRONG_LOAD}.items():
        row = connection.execute(sql).fetchone()
        found[name] = int(row[0]) if row else -1
    return found
