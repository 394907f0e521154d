"""Composed boards: what is kept, who sees and changes them, what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.alerts import make_alert
from tests.factories.boards import PAGE, make_board
from tests.factories.contingency import make_emergency
from tests.factories.routing import make_queue
from wanhao.access.wallboard import boards
from wanhao.access.wallboard.models import Board, BoardPage
from wanhao.access.wallboard.queries import snapshot
from wanhao.common.errors import Forbidden, Invalid
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.management.alerts import queries as alerts
from wanhao.management.alerts.models import AlertStep, WatchRound
from wanhao.management.contingency import queries as contingency

pytestmark = pytest.mark.django_db


def sent(unit: str, **more: Any) -> dict[str, Any]:
    """The composer's form with one page."""
    return {
        "name_zh": "一班大屏",
        "name_en": "Team board",
        "unit": unit,
        "size": "huge",
        "is_shared": "on",
        "page-TOTAL_FORMS": "1",
        "page-INITIAL_FORMS": "0",
        "page-0-layout": "table",
        "page-0-order": "fixed",
        "page-0-seconds": "12",
        "page-0-figures": ["connection", "waiting"],
        "page-0-queues": [],
        "limits-waiting_close": "3",
        "limits-waiting_missed": "8",
    } | more


def test_a_leader_composes_a_board_and_its_order_is_kept() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    first, second = make_queue(unit=leader.unit), make_queue(unit=leader.unit)
    facts = sent(leader.unit.code, **{"page-0-queues": [second.code, first.code]})
    assert signed_in(leader).post("/wallboard/boards/new/", facts).status_code == 302
    drawn = boards.definition(Board.objects.get())
    assert drawn["size"] == "huge"
    assert drawn["limits"] == {"waiting": {"close": 3, "missed": 8}}
    (page,) = drawn["pages"]
    assert (page["figures"], page["queues"]) == (["connection", "waiting"], [second.code, first.code])
    assert StoredEvent.objects.filter(name="wallboard.BoardComposed").exists()


def test_changing_a_board_replaces_its_pages() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    board = make_board(by=leader, pages=3)
    client = signed_in(leader)
    assert client.get(f"/wallboard/boards/{board.public_id}/composition/").status_code == 200
    client.post(f"/wallboard/boards/{board.public_id}/composition/", sent(leader.unit.code))
    assert BoardPage.objects.filter(board=board).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"limits-waiting_close": "9"},  # amber after red
        {"limits-waiting_missed": ""},  # one without the other
        {"page-0-figures": []},
        {"page-0-figures": ["mood"]},
        {"page-0-seconds": "1"},
        {"page-0-DELETE": "on"},  # no page left
        {"unit": "elsewhere"},
        {"name_zh": ""},
    ],
)
def test_a_wrong_board_is_refused_with_everything_kept(wrong: dict[str, Any]) -> None:
    leader = make_staff(Role.TEAM_LEADER)
    page = signed_in(leader).post("/wallboard/boards/new/", sent(leader.unit.code) | wrong)
    assert page.status_code == 422
    assert not Board.objects.exists()
    assert "Team board" in page.content.decode()


def test_a_shared_board_is_seen_in_the_unit_and_changed_by_its_leaders_only() -> None:
    centre = make_unit()
    team = make_unit("team", parent=centre)
    board = make_board(centre)
    below, elsewhere = make_staff(Role.TEAM_LEADER, unit=team), make_staff(Role.TEAM_LEADER)
    assert boards.board(board.public_id, below)
    assert not boards.boards(elsewhere).exists()
    with pytest.raises(Forbidden):
        boards.remove(board.public_id, by=below)
    answer = signed_in(below).get(f"/wallboard/boards/{board.public_id}/composition/")
    assert answer["Location"] == f"/wallboard/boards/new/?copy={board.public_id}"
    assert signed_in(below).get(answer["Location"]).status_code == 200


def test_a_private_board_is_its_makers() -> None:
    unit = make_unit()
    maker, colleague = make_staff(Role.TEAM_LEADER, unit=unit), make_staff(Role.TEAM_LEADER, unit=unit)
    board = make_board(unit, by=maker, is_shared=False)
    assert list(boards.boards(maker)) == [board]
    assert not boards.boards(colleague).exists()


def test_limits_of_a_share_run_the_other_way() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    make_board(by=leader, limits={"connection": {"close": 95, "missed": 90}})
    with pytest.raises(Invalid):
        boards.compose(
            {"name_zh": "x", "unit": leader.unit, "limits": {"connection": {"close": 90, "missed": 95}}},
            [PAGE],
            by=leader,
        )


def test_the_snapshot_says_which_alerts_are_open() -> None:
    alert = make_alert()
    (line,) = snapshot(make_staff(Role.TEAM_LEADER, unit=alert.unit))["alerts"]
    assert (line["severity"], line["acknowledged"]) == ("warning", False)
    assert "12" in line["text"]


def test_what_one_was_told_of_elsewhere_is_not_for_all_who_watch_with_them() -> None:
    """A feed is computed once for all of one reach, by whoever of them joined last."""
    watcher = make_staff(Role.TEAM_LEADER)
    emergency = make_emergency(make_unit(), watcher)
    alert = make_alert()
    AlertStep.objects.filter(alert=alert).update(told=[watcher.staff_number])
    assert list(contingency.running(watcher)) == [emergency]
    assert alerts.open_alerts(watcher) == [alert]
    assert snapshot(watcher)["alerts"] == []


def test_the_snapshot_says_when_nobody_watches() -> None:
    WatchRound.objects.create(at=timezone.now() - timedelta(minutes=5))
    (line,) = snapshot(make_staff(Role.TEAM_LEADER))["alerts"]
    assert line["severity"] == "critical"
    WatchRound.objects.update(at=timezone.now())
    assert snapshot(make_staff(Role.TEAM_LEADER))["alerts"] == []
