"""Proving on the web page that one has a telephone: a code is sent to it, and must come back."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.common.phone_numbers import is_mobile, normalise_number
from wanhao.foundation.accounts.limits import Rate, count_or_refuse
from wanhao.foundation.audit.actions import record
from wanhao.foundation.privacy.fields import lookup_index
from wanhao.foundation.short_messages.gateways import short_messages
from wanhao.service.callbacks import actions, events, queries
from wanhao.service.callbacks.models import Callback, CallbackPolicy, NumberProof
from wanhao.service.callbacks.rules import CODE_DIGITS

VALID = timedelta(minutes=10)
MOST_WRONG = 5
PER_NUMBER = Rate("callback-code", 3, 3600)
TEXTS = {
    "zh": "【万号】您的回拨验证码是 {code}，10 分钟内有效。如非本人操作，请忽略。",
    "en": "[Wanhao] Your code for the callback is {code}, valid for 10 minutes. If you did not ask for it, ignore it.",
}


def send_code(policy: CallbackPolicy, number: str, language: str) -> NumberProof:
    """Send a code to a mobile; so often for one number within an hour."""
    found = normalise_number(number)
    if not is_mobile(found):
        raise Invalid(number=_("Give a mobile number of 11 digits: the code is sent there as a short message."))
    index = lookup_index(found, "number")
    count_or_refuse(PER_NUMBER, index)
    code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
    proof = NumberProof(queue=policy.queue, number=found, number_index=index, language=language, made_at=now())
    proof.expires_at, proof.code_digest = proof.made_at + VALID, digest(proof.public_id, code)
    proof.save()
    short_messages().send(found, TEXTS[language].format(code=code))
    return proof


def digest(public_id: str, code: str) -> str:
    """A code as it is kept."""
    return sha256(f"{public_id}:{code}".encode()).hexdigest()


def open_proof(public_id: str) -> NumberProof:
    """A proof that waits for its code."""
    proof = NumberProof.objects.filter(public_id=public_id).select_related("queue").first()
    if proof is None or proof.used_at is not None or proof.expires_at <= now():
        raise NotFound(_("This code is over. Ask for a new one."))
    return proof


def prove(public_id: str, code: str) -> Callback:
    """The code came back: the callback is asked for. A few wrong codes end the proof."""
    proof = _checked(public_id, code.strip())
    policy = queries.policy_of(proof.queue)
    if not policy.is_online:
        raise NotAllowed(_("Callbacks cannot be asked for here at the moment. Please call us."))
    return actions.ask_callback(
        None,
        number=proof.number,
        queue=proof.queue,
        by=actions.CALLBACKS,
        source=Callback.Source.WEB,
        language=proof.language,
    )


def _checked(public_id: str, code: str) -> NumberProof:
    with transaction.atomic():
        proof = NumberProof.objects.select_for_update(of=("self",)).get(pk=open_proof(public_id).pk)
        if proof.wrong_codes >= MOST_WRONG:
            raise NotAllowed(_("Too many wrong codes. Ask for a new one."))
        is_right = hmac.compare_digest(proof.code_digest, digest(proof.public_id, code))
        if is_right:
            proof.used_at = now()
            record(events.NumberProved(queue_id=proof.queue_id), actor=actions.CALLBACKS, unit=proof.queue.unit_id)
        else:
            proof.wrong_codes += 1
        proof.save(update_fields=["used_at", "wrong_codes"])
    if not is_right:
        raise Invalid(code=_("The code is not right. Look at the message again."))
    return proof


def forget(at: datetime) -> None:
    """Delete proofs that are over for a day."""
    NumberProof.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
