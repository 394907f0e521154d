"""Tags, place, watchers, reasons, the category as it was called, vetoes, panels."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.customers import make_party
from tests.factories.tickets import make_category, make_ticket
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.notices.models import Notice
from wanhao.service.tickets import actions, closing, panels, queries, watching
from wanhao.service.tickets.actions import Place, TicketDetails
from wanhao.service.tickets.models import StatusReason, Ticket

pytestmark = pytest.mark.django_db


def test_tags_are_those_of_the_list() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    watching.tag_ticket(ticket.pk, version=1, tags=["media-risk", "key-customer"], by=staff)
    assert queries.ticket(ticket.number, staff).tags == ["key-customer", "media-risk"]
    with pytest.raises(Invalid):
        watching.tag_ticket(ticket.pk, version=2, tags=["invented"], by=staff)


@pytest.mark.parametrize(
    "place",
    [
        Place("x" * 201),
        Place("here", Decimal(116), None),  # half a point
        Place("here", Decimal(200), Decimal(40)),  # not on earth
    ],
)
def test_places_that_are_none(place: Place) -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    with pytest.raises(Invalid):
        watching.place_ticket(ticket.pk, version=1, place=place, by=staff)
    with pytest.raises(Invalid):
        actions.open_ticket(TicketDetails(make_category().pk, "断网", place=place), by=staff)


def test_a_place_is_masked_until_somebody_says_why() -> None:
    staff = make_staff()
    place = Place("幸福小区 3 号楼 1201", Decimal("116.4"), Decimal("39.9"))
    details = TicketDetails(make_category().pk, "断网", customer_id=make_party().pk, place=place)
    ticket, client = actions.open_ticket(details, by=staff), signed_in(staff)
    page = client.get(reverse("tickets:ticket", args=[ticket.number])).content.decode()
    assert "1201" not in page
    assert "116.4" in page
    opened = client.post(reverse("privacy:opened", args=["ticket", ticket.number, "place"]), {"reason": "上门"})
    assert "1201" in opened.content.decode()


def test_a_watcher_sees_the_ticket_and_hears_of_it() -> None:
    staff, far = make_staff(), make_staff(unit=make_unit())
    ticket = make_ticket(staff)
    with pytest.raises(NotFound):
        watching.watch_ticket(ticket.pk, staff=far, by=far)
    watching.watch_ticket(ticket.pk, staff=far, by=staff)
    assert queries.ticket(ticket.number, far) == ticket
    actions.resolve_ticket(ticket.pk, version=1, solution="好了", by=staff)
    assert Notice.objects.filter(staff=far).count() == 2
    watching.stop_watching(ticket.pk, staff=far, by=far)
    with pytest.raises(NotFound):
        queries.ticket(ticket.number, far)


def test_reasons_are_those_of_the_step() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    with pytest.raises(Invalid):
        actions.close_ticket(ticket.pk, version=1, reason="x", by=staff, code="solved")  # a reason of another step
    StatusReason.objects.filter(step="closed", code="confirmed").update(is_active=False)
    with pytest.raises(Invalid):
        actions.close_ticket(ticket.pk, version=1, reason="x", by=staff, code="confirmed")
    closed = actions.close_ticket(ticket.pk, version=1, reason="x", by=staff, code="withdrawn")
    assert closed.status_reason.code == "withdrawn"
    assert queries.notes_of(ticket.pk)[0].reason == closed.status_reason


def test_a_ticket_keeps_its_category_as_it_was_called() -> None:
    staff = make_staff()
    parent = make_category(name_zh="宽带", name_en="Broadband")
    leaf = make_category(parent=parent, name_zh="断网", name_en="No connection")
    ticket = make_ticket(staff, category=leaf)
    parent.name_zh, parent.name_en = "固网", "Fixed network"
    parent.save()
    with translation.override("zh-hans"):
        assert queries.category_path_then(Ticket.objects.get(pk=ticket.pk)) == "宽带 › 断网"
        assert queries.category_path_then(make_ticket(staff, category=leaf)) == "固网 › 断网"


@pytest.fixture
def _vetoed() -> Iterator[None]:
    before = list(closing._vetoes)

    @closing.veto
    def not_yet(ticket: Ticket) -> None:
        raise NotAllowed("ask the customer first")

    yield
    closing._vetoes[:] = before


@pytest.mark.usefixtures("_vetoed")
def test_a_context_above_holds_back_the_closing() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    with pytest.raises(NotAllowed, match="ask the customer first"):
        actions.close_ticket(ticket.pk, version=1, reason="x", by=staff)
    assert queries.ticket(ticket.number, staff).status == "open"


def test_panels_come_in_order_to_those_who_hold_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})
    staff = make_staff()
    ticket = make_ticket(staff)
    for name, order, right in (("b", 2, Right.SEE_TICKETS), ("a", 1, Right.SEE_TICKETS), ("c", 0, Right.SEE_AUDIT)):
        panels.register(panels.Panel(name, panels.Place.SIDE, order, "x.html", lambda *_: {}, right))
    panels.register(panels.Panel("none", panels.Place.SIDE, 0, "x.html", lambda *_: None, Right.SEE_TICKETS))
    assert [one.name for one in panels.shown(panels.Place.SIDE, ticket, staff)] == ["a", "b"]


def test_the_form_of_the_place_does_not_tell_it() -> None:
    staff = make_staff()
    inspector = make_staff(Role.QUALITY_INSPECTOR, unit=staff.unit)
    place = Place("幸福小区 3 号楼 1201", Decimal("116.4"), Decimal("39.9"))
    ticket = actions.open_ticket(TicketDetails(make_category().pk, "断网", place=place), by=staff)
    address = reverse("tickets:ticket", args=[ticket.number])
    for person in (staff, inspector):
        assert "1201" not in signed_in(person).get(address, {"do": "place"}).content.decode()
        assert "1201" not in signed_in(person).get(address, {"do": "facts"}).content.decode()
    act, client = reverse("tickets:act", args=[ticket.number, "place"]), signed_in(staff)

    def placed(text: str, lon: str = "116.5") -> int:
        version = queries.ticket(ticket.number, staff).version
        typed = {"version": version, "place": text, "lon": lon, "lat": "39.9"}
        return int(client.post(act, typed).status_code)

    assert placed("幸福小区 3****") == 302
    assert queries.ticket(ticket.number, staff).place == place.text, "as it was shown, it stays"
    assert queries.ticket(ticket.number, staff).place_lon == Decimal("116.5")
    assert placed("幸福小区 3****号") == 422
    assert placed("幸福小区 4 号楼") == 302
    assert queries.ticket(ticket.number, staff).place == "幸福小区 4 号楼"
    assert placed("") == 302
    assert not queries.ticket(ticket.number, staff).place


def test_only_who_may_change_a_ticket_writes_to_its_customer() -> None:
    staff = make_staff()
    neighbour = make_staff(unit=make_unit(parent=staff.unit.region))
    ticket = make_ticket(staff)
    address = reverse("tickets:message", args=[ticket.number])
    assert signed_in(neighbour).get(reverse("tickets:ticket", args=[ticket.number])).status_code == 200
    assert signed_in(neighbour).post(address, {"text": "请汇款"}).status_code == 403
    assert not queries.messages_of(ticket.pk)
    assert signed_in(staff).post(address, {"text": "师傅明天到"}).status_code == 302


def test_a_further_contact_joins_once_and_the_page_shows_everything() -> None:
    staff = make_staff()
    one, two = make_ticket(staff, customer_id=make_party().pk), make_ticket(staff)
    client = signed_in(staff)

    def act(name: str, **typed: object) -> None:
        version = queries.ticket(one.number, staff).version
        answer = client.post(reverse("tickets:act", args=[one.number, name]), {"version": version, **typed})
        assert answer.status_code == 302, answer.content.decode()

    act("tags", tags=["media-risk"])
    act("place", place="幸福小区", lon="", lat="")
    act("link", kind="caused_by", to=two.number)
    act("watchers", to=make_staff(unit=staff.unit).staff_number)
    client.post(reverse("tickets:watching", args=[one.number]))
    client.post(reverse("tickets:message", args=[one.number]), {"text": "师傅明天到"})
    act("merging", to=two.number, code="same-matter")
    page = client.get(reverse("tickets:ticket", args=[one.number])).content.decode()
    for words in ("Risk of publicity", two.number, "师傅明天到", staff.name):
        assert words in page
    act("undoing")
