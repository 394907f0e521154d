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
    """One door: its label, address, icon, the rights of which one is enough, and the group it stands in."""

    label: StrOrPromise
    path: str
    icon: str
    rights: tuple[Right, ...]
    group: str = ""


@dataclass(frozen=True)
class Group:
    """Doors that stand together under one word."""

    label: StrOrPromise
    icon: str
    entries: tuple[Entry, ...]

    @property
    def paths(self) -> list[str]:
        """Where its doors lead."""
        return [entry.path for entry in self.entries]


GROUPS: dict[str, tuple[StrOrPromise, str]] = {
    "tickets": (_("Tickets"), "ticket"),
    "floor": (_("Floor"), "users-group"),
    "figures": (_("Figures"), "chart-bar"),
    "house": (_("House"), "building"),
}


IMPORTS = (Right.IMPORT_CUSTOMERS, Right.IMPORT_STAFF, Right.IMPORT_TICKETS)

ENTRIES = (
    Entry(_("Desk"), "/desk/", "headset", (Right.SERVE_CONTACTS,)),
    Entry(_("Agents and waiting"), "/floor/", "users-group", (Right.STEER_FLOOR,), "floor"),
    Entry(_("Wallboard"), "/wallboard/", "device-desktop-analytics", (Right.SEE_FLOOR,), "floor"),
    Entry(_("Alerts"), "/alerts/", "bell-exclamation", (Right.SEE_FLOOR,), "floor"),
    Entry(_("Skills"), "/skills/", "certificate", (Right.EDIT_SKILLS,), "floor"),
    Entry(_("Callbacks"), "/callbacks/", "phone-outgoing", (Right.SEE_FLOOR,), "floor"),
    Entry(_("Enter a callback"), "/callbacks/new/", "phone-plus", (Right.OPEN_TICKETS,), "floor"),
    Entry(_("Contacts"), "/contacts/", "phone-call", (Right.SEE_CONTACTS,)),
    Entry(_("Announcements"), "/announcements/", "speakerphone", (Right.STEER_FLOOR,), "floor"),
    Entry(_("Voice messages"), "/voice-messages/", "microphone", (Right.SEE_CONTACTS,)),
    Entry(_("Customers"), "/customers/", "users", (Right.SEE_CUSTOMERS,)),
    Entry(_("Tickets"), "/tickets/", "ticket", (Right.SEE_TICKETS,), "tickets"),
    Entry(_("Complaints"), "/complaints/", "message-exclamation", (Right.SEE_TICKETS,), "tickets"),
    Entry(_("Group incidents"), "/incidents/", "users-group", (Right.SEE_TICKETS,), "tickets"),
    Entry(_("Appeals"), "/appeals/", "gavel", (Right.HANDLE_APPEALS,), "tickets"),
    Entry(_("Promises kept"), "/tickets/on-time/", "clock-check", (Right.SEE_REPORTS,), "figures"),
    Entry(_("Work orders"), "/work-orders/", "send", (Right.SEE_WORK_ORDERS,), "tickets"),
    Entry(_("Public warnings"), "/work-orders/warnings/", "flag-exclamation", tuple(Right), "tickets"),
    Entry(_("Today's jobs"), "/visits/", "tool", (Right.DO_VISITS,)),
    Entry(_("Visits"), "/visits/held/", "home-check", (Right.SEE_VISITS,), "tickets"),
    Entry(_("Signal map"), "/coverage/", "map-2", (Right.SEE_VISITS,), "tickets"),
    Entry(_("Appointments"), "/appointments/", "calendar-time", (Right.BOOK_VISITS,), "tickets"),
    Entry(pgettext_lazy("navigation", "Changes"), "/changes/", "arrows-exchange", (Right.SEE_CHANGES,), "floor"),
    Entry(pgettext_lazy("navigation", "Themes"), "/themes/", "bulb", (Right.SEE_THEMES,), "figures"),
    Entry(pgettext_lazy("navigation", "Improvements"), "/improvements/", "checklist", (Right.SEE_THEMES,), "figures"),
    Entry(_("Reports"), "/reports/", "chart-bar", (Right.SEE_REPORTS,), "figures"),
    Entry(_("Votes"), "/votes/", "chart-pie", (Right.SEE_REPORTS,), "figures"),
    Entry(_("Staff"), "/staff/", "id-badge-2", (Right.MANAGE_STAFF,), "house"),
    Entry(
        _("Imports"),
        "/imports/",
        "file-import",
        (Right.IMPORT_CUSTOMERS, Right.IMPORT_STAFF, Right.IMPORT_TICKETS),
        "house",
    ),
    Entry(_("Audit"), "/audit/", "shield-search", (Right.SEE_AUDIT,), "house"),
    Entry(_("Voice menu"), "/voice-menu/", "sitemap", (Right.EDIT_REFERENCE,), "house"),
    Entry(_("Settings"), "/admin/", "settings", (Right.EDIT_REFERENCE,), "house"),
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


def doors_for(viewer: Staff) -> list[Entry | Group]:
    """The doors in order, those of a group together where its first one stands; a group of one is that one."""
    entries = entries_for(viewer)
    doors: list[Entry | Group] = []
    done: set[str] = set()
    for entry in entries:
        together = tuple(other for other in entries if entry.group and other.group == entry.group)
        if len(together) < 2:
            doors.append(entry)
        elif entry.group not in done:
            done.add(entry.group)
            doors.append(Group(*GROUPS[entry.group], together))
    return doors
