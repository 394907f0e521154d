"""Pages of themes and improvements: filters, private data, forms that keep what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories.accounts import make_staff, signed_in
from tests.factories.improvement import make_improvement, make_theme, make_theme_tickets
from wanhao.foundation.accounts.rights import Role
from wanhao.management.improvement.models import Improvement, Theme
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_the_list_of_themes_says_what_to_do_when_empty_and_is_narrowed() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    client = signed_in(leader)
    assert "No themes yet" in client.get(reverse("improvement:themes")).content.decode()
    light, heavy, fresh = make_theme("网速慢"), make_theme("断网"), make_theme("验证码", was_news=True)
    make_theme_tickets(light, 3, by=leader)
    make_theme_tickets(heavy, 2, by=leader, severity="major", kind="fault")
    rows = client.get(reverse("improvement:themes")).context["rows"]
    assert [row["theme"].pk for row in rows] == [heavy.pk, light.pk, fresh.pk]
    assert rows[0]["why"].endswith("= 10")
    kinds = client.get(reverse("improvement:themes"), {"kind": "fault"}).context["rows"]
    assert [row["theme"].pk for row in kinds] == [heavy.pk]
    assert [row["theme"].pk for row in client.get("/themes/", {"new": "yes"}).context["rows"]] == [fresh.pk]
    assert "No theme fits" in client.get("/themes/", {"kind": "praise"}).content.decode()


def test_a_theme_shows_examples_without_private_data() -> None:
    seat = make_staff()
    planner = make_staff(Role.PLANNER, unit=seat.unit)
    theme = make_theme()
    ticket = make_theme_tickets(theme, 1, by=seat)[0]
    Ticket.objects.filter(pk=ticket.pk).update(text="张伟先生，电话 13900001111，网速慢")
    html = signed_in(planner).get(reverse("improvement:theme", args=[theme.public_id])).content.decode()
    assert "张*先生，电话 139****1111，网速慢" in html
    assert f"/tickets/{ticket.number}/" not in html  # a planner opens no tickets
    leader = make_staff(Role.TEAM_LEADER, unit=seat.unit)
    html = signed_in(leader).get(reverse("improvement:theme", args=[theme.public_id])).content.decode()
    assert f"/tickets/{ticket.number}/" in html


def test_an_act_on_a_theme_keeps_what_was_typed() -> None:
    make_theme("断网")
    theme = make_theme("光猫")
    client = signed_in(make_staff(Role.PLANNER))
    assert 'name="name"' in client.get(f"/themes/{theme.public_id}/", {"do": "name"}).content.decode()
    address = reverse("improvement:theme_act", args=[theme.public_id, "name"])
    refused = client.post(address, {"version": "1", "name": "断网"})
    assert refused.status_code == 422
    assert 'value="断网"' in refused.content.decode()
    assert client.post(address, {"version": "1", "name": "光猫故障"}).status_code == 302
    assert Theme.objects.get(pk=theme.pk).name == "光猫故障"
    assert client.post(reverse("improvement:theme_act", args=[theme.public_id, "burning"])).status_code == 404


def test_a_ticket_says_its_theme_and_is_moved_from_there() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    one, other = make_theme("断网"), make_theme("光猫")
    ticket = make_theme_tickets(one, 1, by=leader)[0]
    client = signed_in(leader)
    link = f"/themes/{one.public_id}/?do=moving&amp;ticket={ticket.number}"
    assert link in client.get(f"/tickets/{ticket.number}/").content.decode()
    page = client.get(f"/themes/{one.public_id}/", {"do": "moving", "ticket": ticket.number}).content.decode()
    assert f'value="{ticket.number}"' in page
    typed = {"version": "1", "ticket": ticket.number, "into": other.public_id, "reason": "光猫红灯"}
    assert client.post(f"/themes/{one.public_id}/moving/", typed).status_code == 302
    assert "光猫红灯" in client.get(f"/tickets/{ticket.number}/").content.decode()
    assert "光猫红灯" in client.get(f"/themes/{other.public_id}/").content.decode()
    assert client.post(f"/themes/{one.public_id}/moving/", typed).status_code == 422


def test_mining_is_asked_for_and_its_progress_shown() -> None:
    client = signed_in(make_staff(Role.PLANNER))
    assert client.post(reverse("improvement:mining")).status_code == 302
    page = client.get(reverse("improvement:themes")).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "already" in client.post(reverse("improvement:mining"), follow=True).content.decode()
    page = client.post(reverse("improvement:mining_stop"), follow=True).content.decode()
    assert "what was known stays" in page
    assert 'hx-trigger="every 2s"' not in page


def test_a_new_improvement_about_a_theme() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    theme = make_theme()
    client = signed_in(leader)
    address = reverse("improvement:new") + f"?about=theme:{theme.public_id}"
    assert "selected" in client.get(address).content.decode()
    typed = {
        "about": f"theme:{theme.public_id}",
        "title": "端口扩容",
        "owner": leader.staff_number,
        "due_on": (localdate() - timedelta(days=1)).isoformat(),
    }
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert "端口扩容" in wrong.content.decode()
    assert client.post(address, typed | {"due_on": localdate().isoformat()}).status_code == 302
    assert Improvement.objects.get().theme == theme


def test_the_list_is_ordered_by_weight_and_marks_what_is_overdue() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    theme = make_theme()
    make_theme_tickets(theme, 4, by=leader)
    light, heavy = make_improvement(leader), make_improvement(leader, theme=theme)
    Improvement.objects.filter(pk=light.pk).update(due_on=localdate() - timedelta(days=1))
    client = signed_in(leader)
    page = client.get(reverse("improvement:list"))
    assert [row["improvement"].pk for row in page.context["rows"]] == [heavy.pk, light.pk]
    assert "overdue" in page.content.decode()
    late = client.get(reverse("improvement:list"), {"overdue": "yes"}).context["rows"]
    assert [row["improvement"].pk for row in late] == [light.pk]


def test_an_improvement_shows_its_arithmetic_and_is_moved_on() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    theme = make_theme()
    made = make_improvement(leader, theme=theme)
    client = signed_in(leader)
    address = reverse("improvement:act", args=[made.public_id, "start"])
    assert client.post(address, {"version": "7"}).status_code == 409
    assert client.post(address, {"version": "1"}).status_code == 302
    make_theme_tickets(theme, 6, by=leader, days_ago=20)
    Improvement.objects.update(status="done", result="好", done_on=localdate() - timedelta(days=10))
    make_theme_tickets(make_theme(), 3, by=leader, days_ago=5)
    html = client.get(reverse("improvement:improvement", args=[made.public_id])).content.decode()
    assert "Ratio = ((0 + 0.5) ÷ 3) ÷ ((6 + 0.5) ÷ 6)" in html
    comment = reverse("improvement:comment", args=[made.public_id])
    assert client.post(comment, {"text": ""}).status_code == 422
    assert client.post(comment, {"text": "已与网络部确认"}).status_code == 302
