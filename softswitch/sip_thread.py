"""The one thread in which sippy lives: its dispatcher belongs to whichever thread first imports it."""

import importlib
import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

TICKS_A_SECOND = 20.0  # for SIP's own timers, of half a second and more; what we post wakes the thread at once
log = logging.getLogger(__name__)
_lock = threading.Lock()
_state: dict[str, Any] = {}


def parts() -> Any:
    """The module `sippy_parts`, imported in the SIP thread; starts the thread on first use."""
    with _lock:
        if "parts" not in _state:
            ready = threading.Event()
            threading.Thread(target=_run, args=(ready,), name="sip", daemon=True).start()
            ready.wait()
        if "error" in _state:
            raise RuntimeError("sippy could not be loaded") from _state["error"]
        return _state["parts"]


def post(function: Callable[..., Any], *arguments: Any) -> None:
    """Have the SIP thread call a function; an error is logged, never lost and never fatal."""
    parts().ED2.callFromThread(_guarded, function, arguments)


def ask(function: Callable[..., Any], *arguments: Any) -> Any:
    """Have the SIP thread call a function and wait for its result (for starting and stopping only)."""
    return parts().ED2.callFromThreadSync(function, *arguments)


def _guarded(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        function(*arguments)
    except Exception:
        log.exception("error in the SIP thread")


def _run(ready: threading.Event) -> None:
    try:
        # sippy prints unparsable messages with a traceback; ours go to the log in one line, without the text.
        vars(importlib.import_module("sippy.Core.Exceptions"))["dump_exception"] = _log_exception
        _state["parts"] = importlib.import_module("softswitch.sippy_parts")
    except Exception as error:
        _state["error"] = error
        _state["parts"] = None
    ready.set()
    if _state["parts"]:
        _state["parts"].ED2.loop(freq=TICKS_A_SECOND)


def _log_exception(message: str, f: Any = None, extra: Any = None) -> None:
    kind, error, _ = sys.exc_info()
    log.warning("%s: %s: %s", message, kind.__name__ if kind else "?", error)
