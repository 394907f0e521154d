"""The top bar: where one can go, and the rights that open each door."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.rights import Right

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff


@dataclass(frozen=True)
class Entry:
    """One door: its label, address, icon and the rights of which one is enough."""

    label: StrOrPromise
    path: str
    icon: str
    rights: tuple[Right, ...]


ENTRIES = (
    Entry(_("Desk"), "/desk/", "headset", (Right.SERVE_CONTACTS,)),
    Entry(_("Floor"), "/floor/", "users-group", (Right.STEER_FLOOR,)),
    Entry(_("Wallboard"), "/wallboard/", "device-desktop-analytics", (Right.SEE_FLOOR,)),
    Entry(_("Alerts"), "/alerts/", "bell-exclamation", (Right.SEE_FLOOR,)),
    Entry(_("Skills"), "/skills/", "certificate", (Right.EDIT_SKILLS,)),
    Entry(_("Contacts"), "/contacts/", "phone-call", (Right.SEE_CONTACTS,)),
    Entry(_("Customers"), "/customers/", "users", (Right.SEE_CUSTOMERS,)),
    Entry(_("Tickets"), "/tickets/", "ticket", (Right.SEE_TICKETS,)),
    Entry(pgettext_lazy("navigation", "Changes"), "/changes/", "arrows-exchange", (Right.SEE_CHANGES,)),
    Entry(_("Reports"), "/reports/", "chart-bar", (Right.SEE_REPORTS,)),
    Entry(_("Votes"), "/votes/", "chart-pie", (Right.SEE_REPORTS,)),
    Entry(_("Staff"), "/staff/", "id-badge-2", (Right.MANAGE_STAFF,)),
    Entry(_("Imports"), "/imports/", "file-import", (Right.IMPORT_CUSTOMERS, Right.IMPORT_STAFF)),
    Entry(_("Audit"), "/audit/", "shield-search", (Right.SEE_AUDIT,)),
    Entry(_("Settings"), "/admin/", "settings", (Right.EDIT_REFERENCE,)),
)


@cache
def is_served(path: str) -> bool:
    """Does a page answer at this address?"""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def entries_for(viewer: Staff) -> list[Entry]:
    """The doors this person may open, in order."""
    return [entry for entry in ENTRIES if is_served(entry.path) and viewer.may_any(entry.rights)]
