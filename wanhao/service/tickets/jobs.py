"""What the worker does for tickets."""

from __future__ import annotations

import procrastinate
from procrastinate import JobContext
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.service.tickets import messages, web_owners


@app.task(
    name="tickets.send_message",
    pass_context=True,
    retry=procrastinate.RetryStrategy(max_attempts=messages.TRIES, exponential_wait=6, retry_exceptions=[OSError]),
)
def send_message(context: JobContext, message_id: int) -> None:
    """Hand a message for the customer to the gateway, again after some seconds if it does not answer."""
    try:
        messages.deliver(message_id, context.job.attempts + 1)
    except OSError:
        if context.job.attempts + 1 < messages.TRIES:
            raise


@repeats("owners of web tickets", every_seconds=600)
def review_web_owners() -> None:
    """Roles also end by their day; whoever gave the role told nobody then."""
    web_owners.review()
