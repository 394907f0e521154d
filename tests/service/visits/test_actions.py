"""A visit from the arrival to the finished work order: held by a reading, excused, and exactly once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.timezone import localdate, now

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.appointments import at, make_area, tomorrow
from tests.factories.tickets import make_category
from tests.factories.visits import make_held_visit, make_job, picture, result, told
from wanhao.common.errors import Forbidden, Invalid, NotFound
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.files import queries as files
from wanhao.foundation.notices.models import Notice
from wanhao.service.appointments import actions as appointments
from wanhao.service.appointments.models import Appointment
from wanhao.service.tickets.models import Ticket
from wanhao.service.visits import actions, calling, queries
from wanhao.service.visits.actions import Told
from wanhao.service.visits.models import Sending, Visit

pytestmark = pytest.mark.django_db


def test_todays_jobs_in_the_order_of_their_windows() -> None:
    agent = make_staff()
    area = make_area(agent.unit.region or agent.unit, notice_minutes=0)
    unbooked = make_job(agent=agent)
    technician = unbooked.assignee
    assert technician
    late, early, next_day = (make_job(technician, agent=agent) for _ in range(3))
    today = localdate()
    for order, day, hour in ((late, today, 15), (early, today, 9), (next_day, tomorrow(), 9)):
        minute = 30 if hour == 15 else 0
        appointments.book(order.ticket_id, area.pk, at(day, hour, minute), by=agent, at=at(today, 0))
    assert [job.order for job in queries.jobs_of(technician, today)] == [early, late, unbooked]
    assert [job.order for job in queries.later_jobs(technician, today)] == [next_day]


def test_a_good_visit_finishes_the_work_order_with_its_evidence() -> None:
    order = make_job()
    technician = order.assignee
    assert technician
    visit = actions.tell_arrival(order.number, told(), by=technician)
    actions.send_result(order.number, result(photos=[picture(), picture()]), told(), by=technician)
    visit.refresh_from_db()
    order.refresh_from_db()
    assert (visit.state, order.state, order.finished_by, order.result) == (
        "finished", "finished", technician, "更换光猫，测试正常",
    )  # fmt: skip
    assert len(files.files_of(visit.subject)) == 3  # two photos and the signature
    assert visit.job_type.code == "broadband"
    assert not queries.open_readings(visit)


def test_an_appointment_is_kept_by_the_moment_the_phone_told_even_if_it_comes_late() -> None:
    agent = make_staff()
    area = make_area(agent.unit.region or agent.unit)
    order = make_job(agent=agent)
    assert order.assignee
    made = appointments.book(order.ticket_id, area.pk, at(tomorrow(), 9), by=agent)
    begun = now() - timedelta(hours=3)
    made.slot.begins_at, made.slot.ends_at = begun, begun + timedelta(hours=2)
    made.slot.save()
    appointments.break_the_missed()
    actions.tell_arrival(order.number, Told(told().key, begun + timedelta(minutes=10)), by=order.assignee)
    assert Appointment.objects.get(pk=made.pk).status == "kept"


def test_what_is_missing_is_named_and_nothing_is_kept() -> None:
    order = make_job()
    assert order.assignee
    wanting = result(values={"attenuation": "", "line-noise": "laut"}, text=" ")
    with pytest.raises(Invalid) as refused:
        actions.send_result(order.number, wanting, told(), by=order.assignee)
    assert set(refused.value.fields) == {"item-attenuation", "item-line-noise", "result"}
    with pytest.raises(Invalid):
        actions.send_result(order.number, result(signature=None), told(), by=order.assignee)
    with pytest.raises(NotFound):
        actions.send_result(order.number, result(), told(), by=make_staff(Role.TECHNICIAN))
    assert not Visit.objects.exists()
    assert not Sending.objects.exists()


def test_a_reading_outside_its_limit_holds_the_work_order_until_somebody_says_why() -> None:
    agent, leader = make_staff(), None
    leader = make_staff(Role.TEAM_LEADER, unit=agent.unit)
    visit = make_held_visit(agent)
    assert (visit.state, visit.order.state) == ("held", "accepted")
    assert Notice.objects.filter(staff=leader, link=f"/visits/record/{visit.public_id}/").exists()
    with pytest.raises(Forbidden):
        actions.excuse_reading(visit.public_id, "attenuation", reason="可以", by=visit.technician)
    with pytest.raises(Forbidden):
        actions.excuse_reading(visit.public_id, "attenuation", reason="可以", by=agent)
    neighbour = make_staff(Role.TEAM_LEADER, unit=make_unit(parent=agent.unit.region))
    page = signed_in(neighbour).get(f"/visits/record/{visit.public_id}/")
    assert (page.status_code, page.context["may_excuse"]) == (200, False)
    with pytest.raises(Forbidden):
        actions.excuse_reading(visit.public_id, "attenuation", reason="可以", by=neighbour)
    with pytest.raises(Invalid):
        actions.excuse_reading(visit.public_id, "attenuation", reason=" ", by=leader)
    done = actions.excuse_reading(visit.public_id, "attenuation", reason="老旧入户光缆，已排更换", by=leader)
    done.order.refresh_from_db()
    (reading,) = [one for one in queries.readings_of(done) if one.is_outside]
    assert (done.state, done.order.state, done.order.finished_by) == ("finished", "finished", done.technician)
    assert (reading.excused_by, reading.upper) == (leader, 24)
    names = list(StoredEvent.objects.filter(subject=done.subject).values_list("name", flat=True))
    assert names.count("visits.VisitFinished") == 1
    assert "visits.ReadingExcused" in names


def test_measured_again_within_the_limit_it_is_finished_without_anybody() -> None:
    visit = make_held_visit()
    again = actions.send_result(visit.order.number, result(), told(), by=visit.technician)
    assert (again.pk, again.state) == (visit.pk, "finished")


def test_a_site_test_needs_its_report() -> None:
    order = make_job(service="mobile")
    assert order.assignee
    values = {
        "customer-contacted": "yes",
        "rsrp": "-98",
        "sinr": "12",
        "speed-down": "45",
        "speed-up": "9",
        "place": "3 号楼",
    }
    with pytest.raises(Invalid) as refused:
        actions.send_result(order.number, result(values=values, signature=None), told(), by=order.assignee)
    assert list(refused.value.fields) == ["report"]
    report = picture("report.png")
    done = actions.send_result(order.number, result(values=values, report=report), told(), by=order.assignee)
    assert done.report is not None


def test_a_key_is_of_who_made_it() -> None:
    order, key = make_job(), told()
    assert order.assignee
    actions.tell_arrival(order.number, key, by=order.assignee)
    with pytest.raises(Forbidden):
        actions.tell_arrival(order.number, key, by=make_staff(Role.TECHNICIAN))


def test_the_phone_reads_its_job_and_calls_the_customer() -> None:
    order = make_job()
    assert order.assignee
    browser = signed_in(order.assignee)
    page = browser.get(f"/visits/jobs/{order.number}/").text
    number = calling.number_of(order.ticket)
    assert number not in page
    assert "≤ 24 dB" in page
    assert browser.post(f"/visits/jobs/{order.number}/call/").json() == {"call": f"tel:{number}"}
    assert StoredEvent.objects.filter(name="visits.CustomerNumberTaken", subject=f"work_order:{order.pk}").count() == 1
    refused = browser.post(f"/visits/jobs/{order.number}/result/", {"key": told().key, "result": "x"})
    assert (refused.status_code, "item-attenuation" in refused.json()["fields"]) == (422, True)
    worker = browser.get("/visits/worker.js")
    assert (worker["Content-Type"], "Cache-Control" in worker) == ("text/javascript; charset=utf-8", True)


def test_the_pages_of_the_centre() -> None:
    agent = make_staff()
    leader = make_staff(Role.TEAM_LEADER, unit=agent.unit)
    visit = make_held_visit(agent)
    browser = signed_in(leader)
    assert visit.order.number in browser.get("/visits/held/").text
    assert "26.5 dB" in browser.get(f"/visits/record/{visit.public_id}/").text
    assert "26.5" not in browser.get(f"/tickets/{visit.ticket.number}/").text
    assert visit.public_id in browser.get(f"/tickets/{visit.ticket.number}/").text
    answer = browser.post(f"/visits/record/{visit.public_id}/excuse/", {"item": "attenuation", "reason": "已排更换"})
    assert answer.status_code == 302
    assert "已排更换" in browser.get(f"/visits/record/{visit.public_id}/").text


def test_a_category_can_have_its_own_checklist() -> None:
    order = make_job()
    own = make_category()
    order.ticket.category = own
    order.ticket.save()
    usual = queries.job_type_of(order.ticket, "")
    usual.pk, usual.code, usual.category, usual.position = None, "own", own, 1
    usual.save()
    assert queries.job_type_of(order.ticket, "").code == "own"


@pytest.mark.django_db(transaction=True)
def test_sent_six_times_at_once_it_is_done_once() -> None:
    order, key = make_job(), told()
    technician = order.assignee
    assert technician
    together, visits = Barrier(6), []

    def send() -> None:
        together.wait()
        visits.append(actions.send_result(order.number, result(), key, by=technician).pk)
        connection.close()

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(visits) == 6
    assert len(set(visits)) == 1
    assert StoredEvent.objects.filter(name="dispatch.WorkOrderFinished").count() == 1
    assert Sending.objects.count() == 1


def test_every_look_at_the_place_of_a_job_is_an_event() -> None:
    """Also where the customer is not known and only the ticket says where to go."""
    order = make_job()
    assert order.assignee
    Ticket.objects.filter(pk=order.ticket_id).update(customer=None, place="幸福小区 3 号楼 1201")
    page = signed_in(order.assignee).get(f"/visits/jobs/{order.number}/").content.decode()
    assert "3 号楼 1201" in page
    assert StoredEvent.objects.filter(name="privacy.PrivateDataSeen", subject=order.subject).count() == 1
