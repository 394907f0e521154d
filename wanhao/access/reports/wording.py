"""The words of the report: names of counts and figures, and the formula of each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanhao.access.reports.rules import Step

STEPS = {
    Step.QUARTER: _("15 minutes"),
    Step.HALF: _("30 minutes"),
    Step.HOUR: _("Hour"),
    Step.DAY: _("Day"),
}

COUNTS = {
    "offered": _("Offered"),
    "answered": _("Answered"),
    "in_limit": _("Within limit"),
    "abandoned": _("Abandoned"),
    "moved_on": _("Moved to another queue"),
    "turned_away": _("Turned away (full or closed)"),
    "lost": _("Lost by us"),
    "waiting": _("Still waiting"),
    "longest_wait_seconds": _("Longest wait"),
}

SUMS = {
    "longest_wait_seconds": _("Longest wait (s)"),
    "wait_seconds": _("Sum of waits (s)"),
    "served": _("Services ended"),
    "talk_seconds": _("Sum of talk (s)"),
    "wrapped_up": _("Wrap-ups ended"),
    "wrap_up_seconds": _("Sum of wrap-up (s)"),
}

FIGURES = {
    "connection_rate": (_("Connection rate"), _("answered ÷ (offered − still waiting)")),
    "service_level": (_("Service level"), _("answered within the queue's answer limit ÷ (offered − still waiting)")),
    "abandonment": (_("Abandonment"), _("hung up while waiting ÷ (offered − still waiting)")),
    "average_wait": (
        _("Average wait"),
        _("sum of seconds from queueing until answered or gone ÷ (offered − still waiting)"),
    ),
    "average_talk": (_("Average talk"), _("sum of seconds from answer to end of service ÷ services ended")),
    "average_wrap_up": (
        _("Average wrap-up"),
        _("sum of seconds from end of service to end of wrap-up ÷ wrap-ups ended"),
    ),
}
