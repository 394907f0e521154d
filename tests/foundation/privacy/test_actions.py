"""Opening a masked value asks why, once for ten minutes, and every look is an event."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.privacy import register_colleagues
from wanhao.common.errors import Forbidden, NotFound
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.privacy import kinds
from wanhao.foundation.privacy.actions import ReasonNeeded, reveal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _colleagues(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colleagues stand for any thing with private data."""
    monkeypatch.setattr(kinds, "_kinds", {})
    register_colleagues()


def test_without_a_reason_nothing_is_shown_and_nothing_recorded() -> None:
    viewer = make_staff()
    with pytest.raises(ReasonNeeded):
        reveal("colleague", viewer.staff_number, "name", by=viewer)
    assert not StoredEvent.objects.exists()


def test_a_look_is_an_event_without_the_value() -> None:
    viewer = make_staff(name="王小明")
    assert reveal("colleague", viewer.staff_number, "name", by=viewer, reason=" identity   check ") == "王小明"
    event = StoredEvent.objects.get()
    assert (event.subject, event.actor, event.customer_id) == (f"colleague:{viewer.pk}", f"staff:{viewer.pk}", 7)
    assert event.data["reason"] == "identity check"
    assert "王" not in str(event.data)


def test_the_reason_holds_for_ten_minutes_and_for_this_person_alone() -> None:
    viewer = make_staff(name="王小明")
    other = make_staff(unit=viewer.unit)
    reveal("colleague", viewer.staff_number, "name", by=viewer, reason="check")
    assert reveal("colleague", viewer.staff_number, "name", by=viewer) == "王小明"
    assert StoredEvent.objects.count() == 2, "every look is kept"
    with pytest.raises(ReasonNeeded):
        reveal("colleague", viewer.staff_number, "name", by=other)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)), pytest.raises(ReasonNeeded):
        reveal("colleague", viewer.staff_number, "name", by=viewer)


def test_one_reason_serves_everything_of_one_customer() -> None:
    viewer = make_staff(name="王小明")
    other = make_staff(unit=viewer.unit, name="李娜")
    reveal("colleague", viewer.staff_number, "name", by=viewer, reason="check")
    assert reveal("colleague", other.staff_number, "name", by=viewer) == "李娜", "both belong to customer 7"
    reasons = StoredEvent.objects.values_list("data__reason", flat=True)
    assert list(reasons) == ["check", "check"]


def test_foreign_units_and_missing_rights_are_refused() -> None:
    viewer, stranger = make_staff(), make_staff(unit=make_unit())
    with pytest.raises(NotFound):
        reveal("colleague", stranger.staff_number, "name", by=viewer, reason="check")
    maintainer = make_staff(role=Role.DATA_MAINTAINER, unit=viewer.unit)
    with pytest.raises(Forbidden):
        reveal("colleague", viewer.staff_number, "name", by=maintainer, reason="check")


def test_the_eye_asks_and_then_shows() -> None:
    viewer = make_staff(name="王小明")
    client = signed_in(viewer)
    address = f"/private/colleague/{viewer.staff_number}/name/"
    asked = client.post(address, {"masked": "王**"}).content.decode()
    assert "<form" in asked
    assert "王小明" not in asked
    shown = client.post(address, {"masked": "王**", "reason": "check"})
    assert "王小明" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
