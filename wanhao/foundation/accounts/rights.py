"""Rights and the fourteen roles made of them. Least privilege: a right is given where a role needs it daily."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """One thing a person may do, within the units of their posting."""

    SERVE_CONTACTS = "contacts.serve"
    SEE_CONTACTS = "contacts.see"
    PLAY_RECORDINGS = "recordings.play"
    SEE_CUSTOMERS = "customers.see"
    REVEAL_PRIVATE_DATA = "customers.reveal"
    CHANGE_CUSTOMERS = "customers.change"
    IMPORT_CUSTOMERS = "customers.import"
    SEE_TICKETS = "tickets.see"
    OPEN_TICKETS = "tickets.open"
    CHANGE_TICKETS = "tickets.change"
    IMPORT_TICKETS = "tickets.import"
    SEE_WORK_ORDERS = "work_orders.see"
    SEND_WORK_ORDERS = "work_orders.send"
    DO_WORK_ORDERS = "work_orders.do"
    ASSIGN_WORK_ORDERS = "work_orders.assign"
    APPROVE_COMPENSATION = "compensation.approve"
    KEEP_INCIDENTS = "incidents.keep"
    SEE_FLOOR = "floor.see"
    STEER_FLOOR = "floor.steer"
    EDIT_ALERTS = "alerts.edit"
    EDIT_SKILLS = "skills.edit"
    SEE_CHANGES = "changes.see"
    KEEP_CHANGES = "changes.keep"
    SEE_THEMES = "themes.see"
    KEEP_IMPROVEMENTS = "improvements.keep"
    SEE_REPORTS = "reports.see"
    EXPORT_REPORTS = "reports.export"
    EDIT_REFERENCE = "reference.edit"
    MANAGE_STAFF = "staff.manage"
    IMPORT_STAFF = "staff.import"
    SEE_AUDIT = "audit.see"
    EXPORT_AUDIT = "audit.export"
    USE_INTERFACE = "interface.use"
    RUN_POLLS = "polls.run"
    HANDLE_APPEALS = "appeals.handle"
    BOOK_VISITS = "visits.book"
    DO_VISITS = "visits.do"
    SEE_VISITS = "visits.see"
    EXCUSE_READINGS = "visits.excuse"
    KEEP_HOTSPOTS = "hotspots.keep"


class Role(models.TextChoices):
    """The roles of the house."""

    GENERAL_SEAT = "general_seat", _("General seat")
    SPECIALIST_SEAT = "specialist_seat", _("Specialist seat")
    SYSTEM_MANAGER = "system_manager", _("System manager")
    DATA_MAINTAINER = "data_maintainer", _("Data maintainer")
    QUALITY_INSPECTOR = "quality_inspector", _("Quality inspector")
    TEAM_LEADER = "team_leader", _("Team leader")
    DUTY_LEADER = "duty_leader", _("Duty leader")
    BACK_OFFICE = "back_office", _("Back office")
    HALL_CLERK = "hall_clerk", _("Hall clerk")
    HALL_MANAGER = "hall_manager", _("Hall manager")
    TECHNICIAN = "technician", _("Technician")
    PLANNER = "planner", _("Planner")
    AUDITOR = "auditor", _("Auditor")
    EXECUTIVE = "executive", _("Executive")


SEAT = frozenset(
    {
        Right.SERVE_CONTACTS,
        Right.SEE_CONTACTS,
        Right.SEE_CUSTOMERS,
        Right.CHANGE_CUSTOMERS,
        Right.REVEAL_PRIVATE_DATA,
        Right.SEE_TICKETS,
        Right.OPEN_TICKETS,
        Right.CHANGE_TICKETS,
        Right.BOOK_VISITS,
        Right.SEE_WORK_ORDERS,
        Right.SEND_WORK_ORDERS,
    }
)
LEADER = SEAT | {
    Right.DO_WORK_ORDERS,
    Right.ASSIGN_WORK_ORDERS,
    Right.APPROVE_COMPENSATION,
    Right.HANDLE_APPEALS,
    Right.KEEP_INCIDENTS,
    Right.SEE_FLOOR,
    Right.STEER_FLOOR,
    Right.EDIT_SKILLS,
    Right.PLAY_RECORDINGS,
    Right.SEE_CHANGES,
    Right.KEEP_CHANGES,
    Right.SEE_THEMES,
    Right.KEEP_IMPROVEMENTS,
    Right.SEE_REPORTS,
    Right.EXPORT_REPORTS,
    Right.SEE_VISITS,
    Right.EXCUSE_READINGS,
}
CLERK = frozenset(
    {
        Right.SEE_CUSTOMERS,
        Right.CHANGE_CUSTOMERS,
        Right.SEE_TICKETS,
        Right.OPEN_TICKETS,
        Right.REVEAL_PRIVATE_DATA,
        Right.BOOK_VISITS,
        Right.SEE_WORK_ORDERS,
    }
)

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.GENERAL_SEAT: SEAT,
    Role.SPECIALIST_SEAT: SEAT,
    Role.SYSTEM_MANAGER: frozenset(
        {
            Right.EDIT_REFERENCE,
            Right.MANAGE_STAFF,
            Right.IMPORT_STAFF,
            Right.SEE_FLOOR,
            Right.EDIT_ALERTS,
            Right.USE_INTERFACE,
        }
    ),
    Role.DATA_MAINTAINER: frozenset({Right.SEE_CUSTOMERS, Right.CHANGE_CUSTOMERS, Right.IMPORT_CUSTOMERS}),
    Role.QUALITY_INSPECTOR: frozenset(
        {
            Right.SEE_CONTACTS,
            Right.PLAY_RECORDINGS,
            Right.SEE_TICKETS,
            Right.SEE_WORK_ORDERS,
            Right.SEE_CHANGES,
            Right.SEE_THEMES,
            Right.SEE_REPORTS,
        }
    ),
    Role.TEAM_LEADER: LEADER,
    Role.DUTY_LEADER: LEADER | {Right.EDIT_ALERTS, Right.RUN_POLLS, Right.KEEP_HOTSPOTS},
    Role.BACK_OFFICE: frozenset(
        {
            Right.SEE_CONTACTS,
            Right.SEE_CUSTOMERS,
            Right.CHANGE_CUSTOMERS,
            Right.REVEAL_PRIVATE_DATA,
            Right.SEE_TICKETS,
            Right.OPEN_TICKETS,
            Right.CHANGE_TICKETS,
            Right.IMPORT_TICKETS,
            Right.SEE_WORK_ORDERS,
            Right.SEND_WORK_ORDERS,
            Right.DO_WORK_ORDERS,
            Right.ASSIGN_WORK_ORDERS,
            Right.APPROVE_COMPENSATION,
            Right.HANDLE_APPEALS,
            Right.SEE_CHANGES,
            Right.KEEP_CHANGES,
            Right.SEE_THEMES,
            Right.KEEP_IMPROVEMENTS,
            Right.BOOK_VISITS,
            Right.SEE_VISITS,
            Right.KEEP_HOTSPOTS,
        }
    ),
    Role.HALL_CLERK: CLERK,
    Role.HALL_MANAGER: CLERK | {Right.SEE_FLOOR, Right.SEE_REPORTS},
    Role.TECHNICIAN: frozenset(
        {
            Right.SEE_TICKETS,
            Right.CHANGE_TICKETS,
            Right.SEE_WORK_ORDERS,
            Right.DO_WORK_ORDERS,
            Right.DO_VISITS,
        }
    ),
    Role.PLANNER: frozenset(
        {
            Right.SEE_FLOOR,
            Right.SEE_WORK_ORDERS,
            Right.SEE_CHANGES,
            Right.SEE_THEMES,
            Right.KEEP_IMPROVEMENTS,
            Right.SEE_REPORTS,
            Right.EXPORT_REPORTS,
        }
    ),
    Role.AUDITOR: frozenset({Right.SEE_AUDIT, Right.EXPORT_AUDIT, Right.SEE_REPORTS}),
    Role.EXECUTIVE: frozenset(
        {
            Right.SEE_FLOOR,
            Right.SEE_WORK_ORDERS,
            Right.SEE_CHANGES,
            Right.SEE_THEMES,
            Right.SEE_REPORTS,
            Right.EXPORT_REPORTS,
            Right.SEE_VISITS,
            Right.SEE_TICKETS,
            Right.CHANGE_TICKETS,
            Right.APPROVE_COMPENSATION,
            Right.HANDLE_APPEALS,
        }
    ),
}

SECOND_FACTOR_ROLES = frozenset({Role.SYSTEM_MANAGER, Role.AUDITOR})
