"""What can be done to an incident from its page: the form of each act and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from wanhao.foundation.acts import Act, Asked, by_name
from wanhao.service.incidents import actions
from wanhao.service.incidents.forms import (
    AnnounceForm,
    AreaForm,
    AttachForm,
    DetachForm,
    MessageForm,
    ReasonForm,
    RestoreForm,
    area_of,
    area_typed,
)
from wanhao.service.incidents.models import Incident

OPEN, RESTORED, ENDED = (status.value for status in Incident.Status)


def typed(action: Callable[..., object]) -> Callable[[Asked[Incident]], object]:
    """The action with what was typed."""
    return lambda asked: action(asked.thing.ticket.number, by=asked.by, **asked.typed)


def change_area(asked: Asked[Incident]) -> None:
    """The area turned out to be another."""
    said = asked.typed
    actions.change_area(asked.thing.ticket.number, said["title"], area_typed(said), by=asked.by)


def attach(asked: Asked[Incident]) -> None:
    """Attach the ticket of the number typed."""
    actions.attach_by_hand(asked.thing.ticket.number, asked.typed["ticket"], by=asked.by)


def detach(asked: Asked[Incident]) -> None:
    """Detach it, and keep why."""
    actions.detach(asked.thing.ticket.number, asked.typed["ticket"], reason=asked.typed["reason"], by=asked.by)


def words_of(incident: Incident) -> dict[str, Any]:
    """What announcement and message usually say, in both languages."""
    said = {"title": incident.title}
    found = {}
    for field, language in (("text_zh", "zh-hans"), ("text_en", "en")):
        with override(language):
            words = _now("We know about this: %(title)s. We are working on it and will tell you when it is over.")
            found[field] = words % said
    return found


ACTS = by_name(
    Act("restoration", _("It is restored"), _("Restored: the customers are called back."), "circle-check",
        RestoreForm, (OPEN,), typed(actions.restore)),
    Act("announcement", _("Announce to callers"), _("Callers of the area hear it from now on."), "speakerphone",
        AnnounceForm, (OPEN,), typed(actions.announce), begins=words_of),
    Act("message", _("Message to all"), _("The message is being sent to all."), "send", MessageForm,
        (OPEN, RESTORED), typed(actions.tell_all), begins=words_of),
    Act("area", _("Change the area"), _("The area is changed."), "map-pin", AreaForm, (OPEN,),
        change_area, begins=area_of),
    Act("member", _("Attach a ticket"), _("The ticket is attached."), "link", AttachForm, (OPEN, RESTORED), attach),
    Act("detachment", _("Detach a ticket"), _("The ticket is detached."), "unlink", DetachForm, (OPEN, RESTORED),
        detach),
    Act("end", _("End the incident"), _("The incident is ended."), "lock", ReasonForm, (RESTORED,),
        typed(actions.end_incident)),
)  # fmt: skip
