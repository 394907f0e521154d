"""After the agent has hung up, the customer is asked for a mark from 1 to 5."""

from __future__ import annotations

from wanhao.service.calls import calls
from wanhao.service.telephony import rules
from wanhao.service.telephony.flow.live_call import LiveCall, Phase


async def ask_rating(call: LiveCall) -> None:
    """Ask, once more after a wrong key, and thank."""
    call.phase, call.outcome = Phase.RATING, "served"
    policy = call.exchange.policy
    call.dialog.forget_digits()
    for prompt in ("rating", "rating-invalid") if policy.asks_rating else ():
        key = await call.ask(prompt, policy.rating_seconds)
        rating = rules.rating_of(key)
        if rating is not None:
            await call.exchange.database(calls.rate, call.contact_id, rating)
            await call.say("rating-thanks")
            return
        if key is None:
            break
    await call.say("goodbye")
