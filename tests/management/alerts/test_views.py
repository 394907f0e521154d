"""Pages of alerts: what is shown, what is refused, what is kept."""

from __future__ import annotations

import pytest

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.alerts import make_alert, make_rule, make_webhook
from tests.factories.routing import make_queue
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.notices.models import Notice
from wanhao.management.alerts.models import Alert, AlertRule

pytestmark = pytest.mark.django_db

RULE = {
    "name_zh": "等待过长",
    "name_en": "Long waits",
    "figure": "longest_wait",
    "window_minutes": "15",
    "scope": "unit",
    "comparison": "above",
    "threshold": "60",
    "clear_at": "30",
    "hold_seconds": "15",
    "clear_seconds": "30",
    "severity": "critical",
    "tell_roles": ["team_leader"],
    "escalate_seconds": "120",
    "escalate_roles": ["duty_leader"],
    "is_active": "on",
}


def test_the_list_shows_what_is_open_first_the_severest() -> None:
    unit = make_unit()
    make_alert(rule=make_rule(unit, name_en="Mild", severity="notice"))
    make_alert(rule=make_rule(unit, name_en="Bad", severity="critical"))
    page = signed_in(make_staff(Role.TEAM_LEADER, unit=unit)).get("/alerts/", headers={"accept-language": "en"})
    text = page.content.decode()
    assert text.index("Bad") < text.index("Mild")
    assert "12 (limit 10)" in text


def test_acknowledging_and_closing_by_hand() -> None:
    unit = make_unit()
    alert = make_alert(unit)
    client = signed_in(make_staff(Role.TEAM_LEADER, unit=unit))
    client.post(f"/alerts/{alert.public_id}/acknowledgement/")
    refused = client.post(f"/alerts/{alert.public_id}/closing/", {"words": " "})
    assert refused.status_code == 422
    client.post(f"/alerts/{alert.public_id}/closing/", {"words": "线路抢修，已知"})
    alert.refresh_from_db()
    assert alert.acknowledged_by
    assert alert.closed_by
    page = client.get(f"/alerts/{alert.public_id}/").content.decode()
    assert "线路抢修，已知" in page
    again = client.post(f"/alerts/{alert.public_id}/acknowledgement/")
    assert again.status_code == 409


def test_who_was_told_may_read_the_alert_of_a_unit_above() -> None:
    centre = make_unit()
    team = make_unit("team", parent=centre)
    leader = make_staff(Role.TEAM_LEADER, unit=team)
    untold = make_alert(centre)
    assert signed_in(leader).get(f"/alerts/{untold.public_id}/").status_code == 404
    told = make_alert(rule=make_rule(centre, name_zh="另一条", tell_roles=[Role.TEAM_LEADER]))
    assert Notice.objects.get(staff=leader).link == f"/alerts/{told.public_id}/"
    assert signed_in(leader).get(f"/alerts/{told.public_id}/").status_code == 200


def test_a_rule_is_written_and_changed() -> None:
    person = make_staff(Role.DUTY_LEADER)
    client = signed_in(person)
    client.post("/alerts/rules/new/", RULE | {"unit": person.unit.code})
    rule = AlertRule.objects.get()
    assert (rule.threshold, rule.clear_at, rule.tell_roles) == (60, 30, ["team_leader"])
    assert client.get(f"/alerts/rules/{rule.public_id}/").status_code == 200
    client.post(
        f"/alerts/rules/{rule.public_id}/", RULE | {"unit": person.unit.code, "threshold": "90", "clear_at": ""}
    )
    rule.refresh_from_db()
    assert (rule.threshold, rule.clear_at) == (90, 90)


@pytest.mark.parametrize(
    "wrong",
    [
        {"clear_at": "61"},  # on the bad side
        {"scope": "queue"},  # which one?
        {"unit": "elsewhere"},
        {"figure": "mood"},
    ],
)
def test_a_wrong_rule_is_refused_at_its_field(wrong: dict[str, str]) -> None:
    person = make_staff(Role.DUTY_LEADER)
    page = signed_in(person).post("/alerts/rules/new/", RULE | {"unit": person.unit.code} | wrong)
    assert page.status_code == 422
    assert "field-error" in page.content.decode()
    assert not AlertRule.objects.exists()


def test_a_rule_for_a_queue_of_another_unit_is_refused() -> None:
    person = make_staff(Role.DUTY_LEADER)
    queue = make_queue()
    facts = RULE | {"unit": person.unit.code, "scope": "queue", "queue": queue.code}
    assert signed_in(person).post("/alerts/rules/new/", facts).status_code == 422


def test_a_webhook_page_sends_a_test_message() -> None:
    person = make_staff(Role.SYSTEM_MANAGER)
    hook = make_webhook(person.unit)
    client = signed_in(person)
    client.post(f"/alerts/webhooks/{hook.public_id}/test/")
    assert "alert.test" in client.get(f"/alerts/webhooks/{hook.public_id}/deliveries/").content.decode()


def test_the_history_is_narrowed_by_chips() -> None:
    unit = make_unit()
    client = signed_in(make_staff(Role.TEAM_LEADER, unit=unit))
    for severity in ("notice", "critical"):
        alert = make_alert(rule=make_rule(unit, name_zh=f"规则{severity}", name_en="", severity=severity))
        client.post(f"/alerts/{alert.public_id}/closing/", {"words": "x"})
    assert Alert.objects.filter(closed_at=None).count() == 0
    page = client.get("/alerts/?severity=critical").content.decode()
    assert "规则critical" in page
    assert "规则notice" not in page
