"""Memberships follow skills: rings, sites, by-hand ones, expiry with notice, offers at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import TEST
from tests.factories.routing import make_agent, make_queue
from tests.factories.skills import add_ring, ask_for, make_skill, members, teach
from tests.service.routing.life import arrive
from wanhao.common.errors import Forbidden, Invalid
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.service.routing import actions as routing
from wanhao.service.skills import actions, derivation, expiring
from wanhao.service.skills.actions import Level

pytestmark = pytest.mark.django_db


def test_specialists_at_once_generalists_later_the_next_site_last() -> None:
    region = make_unit(Unit.Kind.REGION)
    here, there = make_unit(Unit.Kind.CENTRE, parent=region), make_unit(Unit.Kind.CENTRE, parent=region)
    team = make_unit(Unit.Kind.TEAM, parent=here)
    broadband, queue = make_skill(), make_queue(unit=here)
    ask_for(queue, broadband, 2)
    for level, reach, after in [(4, "site", 0), (2, "site", 15), (2, "region", 45)]:
        add_ring(queue, level, reach, after)
    near, learner, far = (make_agent(staff=make_staff(unit=unit)) for unit in (team, team, there))
    elsewhere = make_agent(staff=make_staff(unit=make_unit()))
    for agent, level in [(near, 5), (learner, 2), (far, 5), (elsewhere, 5)]:
        teach(agent, broadband, level)
    assert members(queue) == {near.pk: (5, 0, True), learner.pk: (2, 15, True), far.pk: (5, 45, True)}
    teach(learner, broadband, 1)
    assert learner.pk not in members(queue)


def test_a_new_skill_brings_the_waiting_contact_at_once() -> None:
    english, queue, agent = make_skill(), make_queue(), make_agent()
    ask_for(queue, english, 3)
    contact, _place = arrive(queue)
    teach(agent, english, 2)
    assert not agent.offers.exists()
    teach(agent, english, 3)
    assert agent.offers.get().contact == contact


def test_what_was_set_by_hand_stays_and_skills_decide_again_when_it_is_gone() -> None:
    skill, queue, agent = make_skill(), make_queue(), make_agent()
    ask_for(queue, skill)
    routing.set_membership(queue, agent.pk, level=9, after_seconds=5, by=TEST)
    teach(agent, skill, 3)
    assert members(queue) == {agent.pk: (9, 5, False)}
    teach(agent, skill, 0)
    assert members(queue) == {agent.pk: (9, 5, False)}
    teach(agent, skill, 4)
    routing.end_membership(queue, agent.pk, by=TEST)
    derivation.derive([queue.pk], by=TEST)
    assert members(queue) == {agent.pk: (4, 0, True)}


def test_a_changed_demand_changes_the_members() -> None:
    first, second, queue, agent = make_skill(), make_skill(), make_queue(), make_agent()
    ask_for(queue, first)
    teach(agent, first, 5)
    assert agent.pk in members(queue)
    ask_for(queue, second)
    assert derivation.queues_out_of_date() == [queue.pk]
    derivation.derive([queue.pk], by=TEST)
    assert members(queue) == {}
    queue.skills.all().delete()
    derivation.derive([queue.pk], by=TEST)
    assert members(queue) == {}


def test_a_skill_that_ends_is_warned_of_once_and_then_the_membership_ends() -> None:
    centre = make_unit(Unit.Kind.CENTRE)
    skill, queue, agent = make_skill(warn_days=14), make_queue(unit=centre), make_agent(staff=make_staff(unit=centre))
    leader = make_staff(Role.TEAM_LEADER, unit=centre)
    foreign = make_staff(Role.TEAM_LEADER, unit=make_unit())
    ask_for(queue, skill)
    teach(agent, skill, 3, localdate() + timedelta(days=10))
    assert (expiring.keep_up(), expiring.keep_up()) == (1, 0)
    assert {notice.staff for notice in Notice.objects.all()} == {agent.staff, leader}
    assert not Notice.objects.filter(staff=foreign).exists()
    agent.skills.update(valid_until=localdate() - timedelta(days=1))
    assert members(queue) != {}
    assert (expiring.keep_up(), expiring.keep_up()) == (1, 0)
    assert members(queue) == {}
    assert Notice.objects.filter(staff=leader).count() == 2
    assert StoredEvent.objects.filter(name="skills.SkillExpiring").count() == 2


def test_a_leader_changes_only_their_own_agents_and_levels_are_1_to_5() -> None:
    skill, agent = make_skill(), make_agent(staff=make_staff(unit=make_unit()))
    leader, foreign = make_staff(Role.TEAM_LEADER, unit=agent.unit), make_staff(Role.TEAM_LEADER, unit=make_unit())
    with pytest.raises(Forbidden):
        actions.set_skills([agent.pk], [Level(skill, 3)], by=foreign)
    with pytest.raises(Invalid):
        actions.set_skills([agent.pk], [Level(skill, 6)], by=leader)
    assert actions.set_skills([agent.pk], [Level(skill, 3)], by=leader) == 1
    assert actions.set_skills([agent.pk], [Level(skill, 3)], by=leader) == 0
