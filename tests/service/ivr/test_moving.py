"""The voice menu installations had becomes the first version of flows: the migration on a database of its own."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.server import SERVER

ROOT = Path(__file__).resolve().parents[3]
OLD = """
insert into accounts_unit (kind, code, name_zh, name_en, path) values ('operator', 'wanhe', '万和', 'Wanhe', 'wanhe/');
insert into telephony_prompt (code, text_zh, text_en, recording_zh, recording_en) values
    ('hello', '您好', 'Hello', 'prompts/old.wav', ''), ('goodbye', '再会', '', '', ''), ('spare', '备用', '', '', '');
insert into telephony_menunode (code, kind, prompt_id, timeout_seconds, attempts, language)
    select code, kind, (select id from telephony_prompt p where p.code = said), 7, 2, ''
      from (values ('Welcome', 'message', 'hello'), ('main', 'menu', 'hello'), ('bye', 'hang_up', 'goodbye'),
                   ('night', 'message', 'hello'), ('lonely', 'hang_up', null)) as old (code, kind, said);
insert into telephony_menubranch (node_id, "on", to_id)
    select a.id, word, b.id from (values ('Welcome', 'next', 'main'), ('main', '1', 'bye'), ('main', '0', 'main'),
                                         ('night', 'next', 'bye')) as way (f, word, t)
      join telephony_menunode a on a.code = f join telephony_menunode b on b.code = t;
insert into telephony_accesscode (number, name_zh, name_en, first_node_id, unit_id, language, is_active)
    select number, name, '', n.id, u.id, 'zh', true
      from (values ('10000', '热线', 'Welcome'), ('10001', '热线二', 'Welcome'), ('10002', '夜间', 'night'))
           as code (number, name, first), telephony_menunode n, accounts_unit u where n.code = first;
"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection[Any]]:
    """A database as it was before, with a menu, brought to the present."""
    assert SERVER is not None
    name = f"moving_{secrets.token_hex(4)}"
    SERVER.ensure_database(name)
    environment = {**os.environ, "DATABASE_URL": SERVER.url(name), "DJANGO_SETTINGS_MODULE": "config.settings"}

    def migrate(*target: str) -> None:
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", *target]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=400)

    migrate("telephony", "0004_calls_dialled")
    with psycopg.connect(SERVER.url(name), autocommit=True) as connection:
        connection.execute(OLD)
        migrate("telephony", "0005_menus_moved")
        yield connection


def rows(connection: psycopg.Connection[Any], question: str) -> list[Any]:
    return connection.execute(question).fetchall()


@pytest.mark.timeout(600)
def test_menus_become_published_flows(moved: psycopg.Connection[Any]) -> None:
    found = rows(
        moved,
        """select f.code, v.number, v.graph->>'start', f.draft = v.graph, f.published_id = v.id
             from ivr_flow f join ivr_flowversion v on v.flow_id = f.id order by f.code""",
    )
    assert found == [("menu-10000", 1, "welcome", True, True), ("menu-10002", 1, "night", True, True)]
    numbers = rows(moved, "select number, f.code from ivr_accesscode a join ivr_flow f on f.id = flow_id order by 1")
    assert numbers == [("10000", "menu-10000"), ("10001", "menu-10000"), ("10002", "menu-10002")]


@pytest.mark.timeout(600)
def test_steps_keep_what_they_said_and_where_they_led(moved: psycopg.Connection[Any]) -> None:
    ((graph,),) = rows(moved, "select draft from ivr_flow where code = 'menu-10000'")
    steps = {node["code"]: node for node in graph["nodes"]}
    assert set(steps) == {"welcome", "main", "bye", "lonely"}  # what no number led to is not thrown away
    main = steps["main"]
    assert (main["branches"], main["text_zh"], main["timeout_seconds"]) == ({"1": "bye", "0": "main"}, "您好", 7)
    ((file,),) = rows(moved, f"select file from ivr_sound where public_id = '{main['sound_zh']}'")
    assert file == "prompts/old.wav"
    ((night,),) = rows(moved, "select draft from ivr_flow where code = 'menu-10002'")
    assert {node["code"] for node in night["nodes"]} == {"night", "bye"}


@pytest.mark.timeout(600)
def test_prompts_of_steps_go_and_histories_stay(moved: psycopg.Connection[Any]) -> None:
    assert rows(moved, "select code from telephony_prompt order by 1") == [("goodbye",), ("spare",)]
    assert rows(moved, "select to_regclass('telephony_menunode')") == [(None,)]
    assert rows(moved, "select count(*) from telephony_menunodeevent where pgh_label = 'insert'") == [(5,)]
