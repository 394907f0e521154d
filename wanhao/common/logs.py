"""Structured logs of every process: one line an event, with the contact it is about and without private data."""

from __future__ import annotations

import logging
import re
import sys
from contextlib import AbstractContextManager
from typing import TextIO

import structlog
from structlog.contextvars import bind_contextvars, bound_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

from wanhao.common.masking import mask_number

# A net below the rule "ids and codes only": mobiles (11 digits) and identity numbers (18) never get through.
LOOKS_PRIVATE = re.compile(r"(?<![\w.-])(?:\+?86)?(?:1\d{10}|\d{17}[\dXx])(?![\w-])")


def about_contact(contact_id: object) -> AbstractContextManager[None]:
    """Bind the contact to every line logged inside `with about_contact(contact.pk):`, also in tasks started there."""
    return bound_contextvars(contact=contact_id)


def bind_to_contact(contact_id: object) -> None:
    """Bind the contact until the current task, thread or request ends."""
    bind_contextvars(contact=contact_id)


def hide_private(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Mask whatever looks like a telephone or identity number, in the text, in the values and in tracebacks."""
    for key, value in event.items():
        if isinstance(value, str) and key != "timestamp":
            event[key] = LOOKS_PRIVATE.sub(lambda found: mask_number(found.group()), value)
    return event


def configure(process: str, *, level: str, as_json: bool, stream: TextIO = sys.stderr) -> None:
    """Send our lines and those of all libraries to one stream, as JSON or for people."""
    shared: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        structlog.processors.StackInfoRenderer(),
        lambda _logger, _name, event: {"process": process, **event},
        hide_private,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("asyncio", "urllib3", "uvicorn.access", "procrastinate.periodic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
