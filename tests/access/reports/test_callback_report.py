"""The report of callbacks."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.callbacks import make_callback
from tests.factories.routing import make_queue
from wanhao.foundation.accounts.rights import Role
from wanhao.service.callbacks.models import Callback

pytestmark = pytest.mark.django_db


def test_results_and_the_way_to_them() -> None:
    unit = make_unit()
    queue = make_queue(unit=unit)
    reached = make_callback(queue)
    make_callback(queue)
    now = timezone.now()
    Callback.objects.filter(pk=reached.pk).update(status="closed", outcome="reached", closed_at=now, dialled_at=now)
    leader = signed_in(make_staff(role=Role.TEAM_LEADER, unit=unit))
    page = leader.get("/reports/callbacks/").content.decode()
    assert queue.name in page
    assert ">100.0" in page  # one of one decided
    link = page.partition("outcome=reached")[0].rpartition('href="')[2] + "outcome=reached"
    listed = leader.get(link.replace("&amp;", "&")).content.decode()
    assert reached.public_id in listed
    assert listed.count("/callbacks/") < 12


def test_nobody_asked() -> None:
    leader = signed_in(make_staff(role=Role.TEAM_LEADER))
    assert "Nobody asked for a callback" in leader.get("/reports/callbacks/").content.decode()
