"""Template tags about staff: what happened to them, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.accounts.sign_ins import SignInSession
from wanhao.foundation.audit.models import StoredEvent

register = template.Library()

WORDS = {
    "SignedIn": _("signed in"),
    "SignedOut": _("sign-in ended"),
    "SignInFailed": _("sign-in failed"),
    "LockedOut": _("locked after repeated failures"),
    "Unlocked": _("unlocked"),
    "PasswordChanged": _("password changed"),
    "PasswordReset": _("new first password given"),
    "SecondFactorSetUp": _("second factor set up"),
    "SecondFactorRemoved": _("second factor removed"),
    "StaffHired": _("hired"),
    "StaffChanged": _("details changed"),
    "RolePosted": _("role given"),
    "PostingEnded": _("role taken back"),
    "StaffLeft": _("left"),
    "StaffRehired": _("rehired"),
}


@register.simple_tag
def event_words(event: StoredEvent) -> str:
    """What an event about a person says."""
    name = event.name.rpartition(".")[2]
    detail = detail_of(event)
    words = str(WORDS.get(name, name))
    return f"{words}: {detail}" if detail else words


def detail_of(event: StoredEvent) -> str:
    """The part of the event worth reading."""
    data = event.data
    if "role" in data:
        unit = Unit.objects.filter(pk=data.get("unit_id")).first()
        return f"{Role(data['role']).label} · {unit or '–'}"
    if "why" in data:
        return str(SignInSession.Ended(data["why"]).label)
    return str(data.get("address") or "")


@register.filter
def named(names: dict[str, str], actor: str) -> str:
    """Who did it, by name."""
    return names.get(actor) or str(_("the programme"))
