"""Who is named for web tickets and cannot own them any more: administrators are told when it happens."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked
from wanhao.foundation.notices.actions import notify
from wanhao.service.tickets import events, web_offers
from wanhao.service.tickets.models import WebOwner

OWNERS_PAGE = "/admin/tickets/webowner/"


def review() -> int:
    """Look at everybody named; how many of them administrators were told of."""
    return sum(_review(pk) for pk in WebOwner.objects.values_list("pk", flat=True))


@transaction.atomic
def _review(pk: int) -> bool:
    """Tell of an owner who cannot, once; who can again may be told of anew."""
    row = locked(WebOwner.objects.select_related("region", "owner__unit__region"), pk)
    cannot = bool(web_offers.refusal(row.owner, row.region))
    told_of = row.owner_id if cannot else None
    if row.told_of_id == told_of:
        return False
    row.told_of_id = told_of
    row.save(update_fields=["told_of"])
    if cannot:
        _tell(row)
    return cannot


def _tell(row: WebOwner) -> None:
    place = row.region or row.owner.unit
    people = accounts.holders_of(Right.EDIT_REFERENCE, place)
    texts = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts[language] = _sentence(row)
    for person in people:
        notify(person, texts["zh-hans"], texts["en"], level="warning", link=OWNERS_PAGE)
    event = events.WebOwnerMissed(staff_id=row.owner_id, region_id=row.region_id, told=len(people))
    record(event, actor=Actor.system("tickets"), unit=place.pk)


def _sentence(row: WebOwner) -> str:
    """Who, why, and what becomes of new tickets until somebody else is named."""
    stand_in = web_offers.choice_for(row.region)
    words = {"where": row.where, "why": web_offers.refusal(row.owner, row.region)}
    if stand_in is None:
        text = _("Web tickets (%(where)s): %(why)s Customers cannot open any until you name another owner.")
    else:
        text = _("Web tickets (%(where)s): %(why)s %(stand_in)s has new ones until you name another owner.")
        words["stand_in"] = stand_in.owner.display_name
    return text % words
