"""Pages of work orders: inbox and bulk hand-out, acts whose typing is kept, the ticket's panel, scoreboard, patrol."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories.accounts import make_staff, signed_in
from tests.factories.clocks import make_policy
from tests.factories.dispatch import make_department, make_leader, make_order, make_order_type, make_worker
from tests.factories.files import upload
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.files import vault
from wanhao.service.clocks.models import Target
from wanhao.service.dispatch import actions, jobs
from wanhao.service.dispatch.models import WorkOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Unit:
    return make_department()


def test_the_inbox_narrows_and_hands_out_many_at_once(department: Unit) -> None:
    leader, worker = make_leader(department), make_worker(department)
    make_policy(Target.HOP, 60)
    orders = [make_order(department=department) for _ in range(3)]
    make_order(department=make_department())
    client = signed_in(leader)
    shown = client.get(reverse("dispatch:inbox"), {"box": "incoming"})
    assert [row["order"].pk for row in shown.context["rows"]] == [order.pk for order in orders]
    assert {box["label"]: box["count"] for box in shown.context["boxes"]}["Due soon"] == 3
    typed = {"order": [orders[0].number, orders[1].number], "to": worker.staff_number, "box": "incoming"}
    answer = client.post(reverse("dispatch:assignment"), typed, follow=True)
    assert f"2 work orders handed to {worker.display_name}" in answer.content.decode()
    again = client.post(reverse("dispatch:assignment"), typed, follow=True).content.decode()
    assert "in these hands already" in again
    mine = signed_in(worker).get(reverse("dispatch:inbox"), {"box": "mine"})
    assert [row["order"].pk for row in mine.context["rows"]] == [order.pk for order in orders[:2]]
    found = client.get(reverse("dispatch:inbox"), {"term": orders[0].number})
    assert found["Location"].endswith(f"{orders[0].number}/")


def test_an_act_is_done_from_the_page_and_a_refused_one_keeps_what_was_typed(
    department: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "folder", lambda: tmp_path)
    worker = make_worker(department)
    order = make_order(department=department, order_type=make_order_type(needs_evidence=True))
    client = signed_in(worker)
    address = reverse("dispatch:act", args=[order.number, "acceptance"])
    assert client.post(address, {"version": order.version}).status_code == 302
    page = client.get(reverse("dispatch:order", args=[order.number]), {"do": "result"}).content.decode()
    assert 'type="file" name="uploads"' in page
    address = reverse("dispatch:act", args=[order.number, "result"])
    refused = client.post(address, {"version": 2, "result": "更换尾纤，光衰 18 dB"})
    assert refused.status_code == 422
    assert "更换尾纤，光衰 18 dB" in refused.content.decode()
    assert "needs evidence" in refused.content.decode()
    old = client.post(address, {"version": 1, "result": "更换尾纤", "uploads": [upload()]})
    assert old.status_code == 409
    assert client.post(address, {"version": 2, "result": "更换尾纤", "uploads": [upload()]}).status_code == 302
    assert WorkOrder.objects.get().state == "finished"
    assert client.post(reverse("dispatch:note", args=[order.number]), {"text": ""}).status_code == 422


def test_the_tickets_page_shows_all_hops_and_sends_another(department: Unit) -> None:
    owner, worker, kind = make_staff(), make_worker(department), make_order_type()
    ticket = make_ticket(owner)
    client = signed_in(owner)
    typed = {"department": department.code, "type": kind.code, "text": "请现场测试", "assignee": "99999"}
    address = reverse("dispatch:send", args=[ticket.number])
    assert "Nobody of this department" in client.post(address, typed).content.decode()
    assert client.post(address, typed | {"assignee": worker.staff_number}).status_code == 302
    actions.refuse_work_order(WorkOrder.objects.get().pk, reason="线路不归我们", by=worker)
    page = client.get(reverse("tickets:ticket", args=[ticket.number])).content.decode()
    for words in ("线路不归我们", "请现场测试", department.name, 'data-draft="work-order"'):
        assert words in page
    assert (
        'data-draft="work-order"'
        not in signed_in(make_staff(Role.QUALITY_INSPECTOR, unit=owner.unit))
        .get(reverse("tickets:ticket", args=[ticket.number]))
        .content.decode()
    )


def test_the_scoreboard_its_drill_and_its_file(department: Unit) -> None:
    worker = make_worker(department)
    refused = make_order(department=department)
    actions.refuse_work_order(refused.pk, reason="不归我们", by=worker)
    make_order(department=department)
    leader = make_staff(Role.TEAM_LEADER, unit=department)
    client = signed_in(leader)
    page = client.get(reverse("dispatch:scoreboard")).content.decode()
    assert 'title="1 / 2  orders refused ÷ orders received">50.0 %' in page
    drilled = client.get(reverse("dispatch:behind"), {"figure": "refused", "department": department.code})
    assert [row["order"].pk for row in drilled.context["rows"]] == [refused.pk]
    assert client.get(reverse("dispatch:behind"), {"figure": "nonsense"}).status_code == 404
    assert client.get(reverse("dispatch:scoreboard"), {"begin": "2026-02-01", "end": "2026-01-01"}).status_code == 422
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("dispatch:scoreboard_file")).content))
    rows = [row for row in book.worksheets[0].values if row[0] and department.name in str(row[0])]
    assert rows[0][1] == 2


def test_warnings_are_seen_by_everybody_and_orders_opened_by_those_who_may(department: Unit) -> None:
    order = make_order(department=department)
    WorkOrder.objects.update(is_late=True, due_at=None, state="asked_back", question="？")
    jobs.review()
    auditor = signed_in(make_staff(Role.AUDITOR)).get(reverse("dispatch:warnings")).content.decode()
    assert order.number in auditor
    assert reverse("dispatch:order", args=[order.number]) not in auditor
    page = signed_in(make_worker(department)).get(reverse("dispatch:warnings")).content.decode()
    assert reverse("dispatch:order", args=[order.number]) in page


def test_the_patrols_page_shows_today_and_yesterday(department: Unit) -> None:
    page = signed_in(make_leader(department)).get(reverse("dispatch:patrol"))
    assert [one["is_today"] for one in page.context["rounds"]] == [True, False]
    other = signed_in(make_leader(department)).get(reverse("dispatch:patrol"), {"day": localdate().isoformat()})
    assert len(other.context["rounds"]) == 1
