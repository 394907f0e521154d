"""The business PIN of an account: set, checked on the telephone, locked after three wrong, unlocked by staff."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.queries import leaders_in
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.privacy.fields import lookup_index
from wanhao.records.customers import events, pin_rules, queries
from wanhao.records.customers.models import Account, BusinessPin, Subscription

By = Staff | Actor
SALT_BYTES = 16


class PinAnswer(StrEnum):
    """What became of a PIN that was said."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    NONE = "none"


@dataclass(frozen=True)
class PinCheck:
    """The answer, and how many more may be wrong."""

    answer: PinAnswer
    tries_left: int = 0


def state_of(account_id: int) -> PinCheck:
    """Can a PIN be checked? RIGHT stands for yes."""
    row = BusinessPin.objects.filter(account_id=account_id).first()
    if row is None:
        return PinCheck(PinAnswer.NONE)
    if row.locked_at:
        return PinCheck(PinAnswer.LOCKED)
    return PinCheck(PinAnswer.RIGHT, pin_rules.MOST_WRONG - row.wrong_in_a_row)


def has_locked(customer_id: int) -> bool:
    """Is the PIN of one of the customer's accounts locked?"""
    return BusinessPin.objects.filter(account__party=customer_id, locked_at__isnull=False).exists()


@transaction.atomic
def check_pin(account_id: int, pin: str, *, by: By) -> PinCheck:
    """Compare what a caller typed; the third wrong one in a row locks the PIN."""
    row = BusinessPin.objects.select_for_update(of=("self",)).filter(account_id=account_id).first()
    if row is None:
        return PinCheck(PinAnswer.NONE)
    if row.locked_at:
        return PinCheck(PinAnswer.LOCKED)
    account = Account.objects.select_related("party__region").get(pk=account_id)
    is_right = pin_rules.is_pin(pin) and _is_pin_of(row, pin)
    row.wrong_in_a_row = 0 if is_right else row.wrong_in_a_row + 1
    row.locked_at = now() if row.wrong_in_a_row >= pin_rules.MOST_WRONG else None
    row.save(update_fields=["wrong_in_a_row", "locked_at"])
    record(events.PinChecked(account.party_id, account_id, is_right), actor=by, unit=account.party.unit_id)
    if row.locked_at:
        _tell_of_lock(account, by)
        return PinCheck(PinAnswer.LOCKED)
    return PinCheck(PinAnswer(["wrong", "right"][is_right]), pin_rules.MOST_WRONG - row.wrong_in_a_row)


def _is_pin_of(row: BusinessPin, pin: str) -> bool:
    typed = _fingerprint(row.account_id, pin, bytes(row.salt))
    return pin_rules.is_same(typed, bytes(row.fingerprint))


def _fingerprint(account_id: int, pin: str, salt: bytes) -> bytes:
    return pin_rules.pin_fingerprint(lookup_index(f"{account_id}:{pin}", "business-pin"), salt)


def _tell_of_lock(account: Account, by: By) -> None:
    """An event, and a notice to those who lead the floors of the customer's region."""
    party = account.party
    record(events.PinLocked(party.pk, account.pk), actor=by, unit=party.unit_id)
    for leader in leaders_in(party.region):
        notify(
            leader,
            "客户的业务密码连续输错三次，已锁定",
            "A customer's business PIN was wrong three times and is locked",
            level="warning",
            link=f"/customers/{party.public_id}/",
        )


@transaction.atomic
def set_pin(account_id: int, pin: str, *, by: By) -> BusinessPin:
    """Give an account a new PIN, which also unlocks it; Invalid when it would be guessed too easily."""
    account = Account.objects.select_related("party").filter(pk=account_id).first()
    if account is None:
        raise NotFound(_("There is no such account."))
    queries.customer_to_change(account.party_id, by)
    if not pin_rules.is_pin(pin):
        raise Invalid(pin=_("A business PIN has six digits."))
    if pin_rules.is_weak_pin(pin, known=_known_numbers(account)):
        raise Invalid(pin=_("This PIN is guessed too easily: no rows, no repeated digits, no part of the number."))
    salt = secrets.token_bytes(SALT_BYTES)
    values = {"salt": salt, "fingerprint": _fingerprint(account_id, pin, salt), "set_at": now()}
    unlocked = {"wrong_in_a_row": 0, "locked_at": None}
    row = BusinessPin.objects.update_or_create(account=account, defaults=values | unlocked)[0]
    record(events.PinSet(account.party_id, account_id), actor=by, unit=account.party.unit_id)
    return row


def _known_numbers(account: Account) -> str:
    numbers = [row.number for row in Subscription.objects.filter(account=account)]
    return " ".join([account.number, *numbers])


@transaction.atomic
def unlock_pin(account_id: int, *, reason: str, by: Staff) -> BusinessPin:
    """Let the PIN be said again, after making sure who the customer is."""
    row = BusinessPin.objects.select_for_update(of=("self",)).filter(account_id=account_id).first()
    if row is None:
        raise NotFound(_("This account has no business PIN."))
    party = queries.customer_to_change(row.account.party_id, by)
    if not reason.strip():
        raise Invalid(reason=_("Say how you made sure who the customer is."))
    if row.locked_at is None:
        raise NotAllowed(_("This PIN is not locked."))
    row.wrong_in_a_row, row.locked_at = 0, None
    row.save(update_fields=["wrong_in_a_row", "locked_at"])
    record(events.PinUnlocked(party.pk, account_id, reason.strip()[:200]), actor=by, unit=party.unit_id)
    return row
