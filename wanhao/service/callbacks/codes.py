"""A code sent to a telephone must come back: who gives it has that telephone. A few wrong ones end it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.limits.rates import Rate, count_or_refuse
from wanhao.foundation.locks import locked
from wanhao.foundation.privacy.fields import lookup_index
from wanhao.foundation.short_messages.gateways import short_messages
from wanhao.service.callbacks.models import NumberProof
from wanhao.service.callbacks.rules import CODE_DIGITS
from wanhao.service.routing.models import Queue

VALID = timedelta(minutes=10)
MOST_WRONG = 5
PER_NUMBER = Rate("callback-code", 3, 3600)


def send(number: str, text: str, *, language: str, queue: Queue | None = None, about: str = "") -> NumberProof:
    """Send the text with a new code in place of `{code}`; so often for one number within an hour.

    What it proves is a wish for a callback of the queue, or access to a thing such as `ticket:12`. NotAllowed while
    no short message can be sent.
    """
    index = lookup_index(number, "number")
    count_or_refuse(PER_NUMBER, index)
    code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
    proof = NumberProof(queue=queue, about=about, number=number, number_index=index, language=language, made_at=now())
    proof.expires_at, proof.code_digest = proof.made_at + VALID, digest(proof.public_id, code)
    proof.save()
    try:
        short_messages().send(number, text.format(code=code))
    except OSError as error:
        raise NotAllowed(_("The short message cannot be sent at the moment. Try again in a few minutes.")) from error
    return proof


def digest(public_id: str, code: str) -> str:
    """A code as it is kept."""
    return sha256(f"{public_id}:{code}".encode()).hexdigest()


def waiting(public_id: str, *, is_about_thing: bool = False) -> NumberProof:
    """A proof that waits for its code, for a callback or for a thing."""
    rows = NumberProof.objects.filter(public_id=public_id, queue__isnull=is_about_thing).select_related("queue")
    proof = rows.first()
    if proof is None or proof.used_at is not None or proof.expires_at <= now():
        raise NotFound(_("This code is over. Ask for a new one."))
    return proof


def number_waiting(public_id: str) -> str:
    """The number the code of a thing went to; empty once the code is over."""
    try:
        return waiting(public_id, is_about_thing=True).number
    except NotFound:
        return ""


def proved(
    public_id: str, code: str, noted: Callable[[NumberProof], str | None], *, is_about_thing: bool = False
) -> NumberProof:
    """The proof whose code came back; `noted` keeps the event in the same transaction.

    `noted` may say what the proof is about from now on, such as the ticket opened with it. When it refuses, the code
    stays good.
    """
    with transaction.atomic():
        found = waiting(public_id, is_about_thing=is_about_thing)
        proof = locked(NumberProof.objects.select_related("queue"), found.pk)
        if proof.wrong_codes >= MOST_WRONG:
            raise NotAllowed(_("Too many wrong codes. Ask for a new one."))
        if proof.used_at is not None:  # by somebody who sent it at the same moment
            raise NotFound(_("This code is over. Ask for a new one."))
        is_right = _is_right(proof, code)
        if is_right:
            proof.used_at = now()
            proof.about = noted(proof) or proof.about
        else:
            proof.wrong_codes += 1
        proof.save(update_fields=["used_at", "wrong_codes", "about"])
    if not is_right:
        raise Invalid(code=_("The code is not right. Look at the message again."))
    return proof


def proved_before(public_id: str, code: str) -> NumberProof | None:
    """A proof that was used with this very code a moment ago: who sends twice is answered as the first time."""
    proof = NumberProof.objects.filter(public_id=public_id, used_at__isnull=False, expires_at__gt=now()).first()
    return proof if proof and _is_right(proof, code) else None


def _is_right(proof: NumberProof, code: str) -> bool:
    return hmac.compare_digest(proof.code_digest, digest(proof.public_id, code.strip()))
