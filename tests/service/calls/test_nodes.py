"""Calls of dead processes are closed as lost, once, and those of the living are left alone."""

import time

import pytest

from tests.factories.calls import make_call, make_node
from tests.factories.contacts import TEST, make_contact
from tests.factories.recordings import make_capture
from tests.factories.routing import make_agent, make_queue
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.calls import nodes
from wanhao.service.calls.models import Call, Node
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.recordings.actions import begin_recording
from wanhao.service.recordings.conversion import convert
from wanhao.service.recordings.files import captures_folder
from wanhao.service.recordings.models import Recording
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Place, Queue

pytestmark = pytest.mark.django_db


def waiting_call(node: Node, queue: Queue) -> Contact:
    """A caller waiting in a queue, with an offer when somebody is ready."""
    contact = make_contact(unit=queue.unit)
    make_call(contact, node=node)
    contacts.ask_for_person(contact.pk, queue_code=queue.code, by=TEST)
    routing.enqueue(contact.pk, queue)
    return contact


def test_a_waiting_a_ringing_and_a_served_call_are_closed_and_agents_freed() -> None:
    queue, node = make_queue(), make_node()
    served_by, rung = make_agent(queue), make_agent(queue)
    served = waiting_call(node, queue)
    offer = served.offers.get()
    routing.accept_offer(offer.pk)
    contacts.contact_answered(served.pk, agent=offer.agent.staff, by=TEST)
    ringing, waiting = waiting_call(node, queue), waiting_call(node, queue)
    assert nodes.close_leftovers(node) == 3
    assert set(Contact.objects.values_list("outcome", "end_reason")) == {("lost", "node_failure")}
    assert not Call.objects.filter(is_live=True).exists()
    assert not Place.objects.filter(left_at=None).exists()
    assert Agent.objects.get(pk=offer.agent_id).state == "wrap_up"
    assert sorted(Agent.objects.filter(pk__in=[served_by.pk, rung.pk]).values_list("load", flat=True)) == [0, 0]
    assert StoredEvent.objects.filter(name="calls.CallLost").count() == 3
    assert StoredEvent.objects.get(name="calls.NodeLost").data["calls"] == 3
    assert nodes.close_leftovers(node) == 0
    for contact in (ringing, waiting):
        assert contact.places.get().outcome == "lost"


def test_calls_the_process_still_has_are_left_alone() -> None:
    queue, node = make_queue(), make_node()
    kept, gone = waiting_call(node, queue), waiting_call(node, queue)
    assert nodes.close_calls_of(node.pk, except_contacts=[kept.pk]) == 1
    assert Call.objects.get(contact=kept).is_live
    assert not Call.objects.get(contact=gone).is_live


def test_silent_nodes_are_found_and_beating_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    queue = make_queue()
    silent = waiting_call(make_node(silent_seconds=11), queue)
    beating = waiting_call(make_node(silent_seconds=5), queue)
    clock = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    watch = nodes.Watch()
    assert watch.close_calls_of_silent_nodes() == 0  # we have just begun to look ourselves
    for _second in range(10):
        clock += 1
        closed = watch.close_calls_of_silent_nodes()
    assert closed == 1
    assert not Call.objects.get(contact=silent).is_live
    assert Call.objects.get(contact=beating).is_live


def test_a_gap_of_our_own_is_not_taken_for_their_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    contact = waiting_call(make_node(silent_seconds=60), make_queue())
    clock = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    watch = nodes.Watch()
    clock += 60  # the database was away for a minute, for them as for us
    assert watch.close_calls_of_silent_nodes() == 0
    assert Call.objects.get(contact=contact).is_live


def test_a_process_takes_the_row_of_its_predecessor() -> None:
    first = nodes.start_node("host:5060")
    nodes.stop_node(first.pk)
    again = nodes.start_node("host:5060")
    assert (again.pk, again.stopped_at) == (first.pk, None)


def test_the_recording_of_a_lost_call_is_ended_and_can_be_converted() -> None:
    contact = make_contact()
    make_call(contact, is_live=False)
    capture = make_capture(captures_folder() / "left-behind.pcap")
    recording_id = begin_recording(contact.pk, vars(capture))
    assert nodes.end_recordings_left() == 1
    assert Recording.objects.get(pk=recording_id).status == Recording.Status.RAW
    convert(recording_id)
    assert Recording.objects.get(pk=recording_id).seconds == pytest.approx(2.0, abs=0.05)


def test_the_recording_of_a_running_call_goes_on() -> None:
    contact = make_contact()
    make_call(contact)
    recording_id = begin_recording(contact.pk, {"path": "running.pcap", "customer_port": 1, "agent_port": 2})
    assert nodes.end_recordings_left() == 0
    assert Recording.objects.get(pk=recording_id).status == Recording.Status.RUNNING
