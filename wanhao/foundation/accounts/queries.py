"""Reading staff and units within the viewer's reach."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.accounts.sign_ins import SignInSession


def staff_within_reach(viewer: Staff, right: Right = Right.MANAGE_STAFF) -> QuerySet[Staff]:
    """Staff whose own unit lies within the reach of the right."""
    return Staff.objects.filter(within_reach(viewer, right)).select_related("unit")


def one_of_staff(staff_number: str, viewer: Staff) -> Staff:
    """One member of staff within reach."""
    person = staff_within_reach(viewer).filter(staff_number=staff_number).first()
    if person is None:
        raise NotFound(_("There is no such staff number within your units."))
    return person


def staff_to_change(staff_number: str, by: Staff) -> Staff:
    """The same, locked."""
    row = staff_within_reach(by).select_for_update(of=("self",)).filter(staff_number=staff_number).first()
    if row is None:
        raise NotFound(_("There is no such staff number within your units."))
    return row


def units_within_reach(viewer: Staff, right: Right = Right.MANAGE_STAFF) -> QuerySet[Unit]:
    """Units in which the right is held, with all below them."""
    reach = Q(pk__in=[])
    for unit in viewer.units_for(right):
        reach |= Q(path__startswith=unit.path)
    return Unit.objects.filter(reach)


def open_sessions(person: Staff) -> QuerySet[SignInSession]:
    """Sign-ins that have not ended, newest first."""
    return SignInSession.objects.filter(staff=person, ended_at=None)
