"""Proving on the web page that one has a telephone, to be called back there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.common.phone_numbers import is_mobile, normalise_number
from wanhao.foundation.audit.actions import record
from wanhao.service.callbacks import actions, codes, events, queries
from wanhao.service.callbacks.models import Callback, CallbackPolicy, NumberProof

TEXTS = {
    "zh": "【万号】您的回拨验证码是 {code}，10 分钟内有效。如非本人操作，请忽略。",
    "en": "[Wanhao] Your code for the callback is {code}, valid for 10 minutes. If you did not ask for it, ignore it.",
}


def send_code(policy: CallbackPolicy, number: str, language: str) -> NumberProof:
    """Send a code to a mobile."""
    found = normalise_number(number)
    if not is_mobile(found):
        raise Invalid(number=_("Give a mobile number of 11 digits: the code is sent there as a short message."))
    return codes.send(found, TEXTS[language], language=language, queue=policy.queue)


def open_proof(public_id: str) -> NumberProof:
    """A proof that waits for its code."""
    return codes.waiting(public_id)


def prove(public_id: str, code: str) -> Callback:
    """The code came back: the callback is asked for."""
    proof = codes.proved(public_id, code, _note)
    assert proof.queue is not None  # waiting() gives those of queues alone
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


def _note(proof: NumberProof) -> None:
    assert proof.queue is not None
    record(events.NumberProved(queue_id=proof.queue.pk), actor=actions.CALLBACKS, unit=proof.queue.unit_id)


def forget(at: datetime) -> None:
    """Delete proofs that are over for a day."""
    NumberProof.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
