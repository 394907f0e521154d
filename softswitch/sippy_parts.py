"""What we use of sippy, with its gaps closed. Imported only by the SIP thread (see sip_thread)."""

import logging
from collections.abc import Callable
from typing import Any

import sippy.CCEvents as CCEvents
import sippy.SipTransactionManager as transaction_manager  # noqa: N813
from sippy.Core.EventDispatcher import ED2
from sippy.MsgBody import MsgBody
from sippy.Network_server import Network_server_opts, Remote_address
from sippy.SipAddress import SipAddress
from sippy.SipCallId import SipCallId
from sippy.SipConf import SipConf
from sippy.SipContact import SipContact
from sippy.SipContentType import SipContentType
from sippy.SipFrom import SipFrom
from sippy.SipHeader import SipHeader
from sippy.SipRequest import SipRequest
from sippy.SipTo import SipTo
from sippy.SipURL import SipURL
from sippy.Time.MonoTime import MonoTime
from sippy.UA import UA
from sippy.UasStateUpdating import UasStateUpdating
from sippy.UaStateConnected import UaStateConnected
from sippy.UaStateDead import UaStateDead

__all__ = [
    "ED2",
    "CCEvents",
    "GuardedUA",
    "MonoTime",
    "MsgBody",
    "Network_server_opts",
    "Remote_address",
    "SilentLogger",
    "SipAddress",
    "SipCallId",
    "SipContact",
    "SipContentType",
    "SipFrom",
    "SipHeader",
    "SipRequest",
    "SipTo",
    "SipTransactionManager",
    "SipURL",
    "UaStateDead",
]
log = logging.getLogger(__name__)
SipConf.my_uaname = "Wanhao"


class OneServer:
    """In place of sippy's table of UDP sockets: ours is the only one, found in the settings."""

    def __init__(self, settings: dict[str, Any], *unused: Any) -> None:
        self._server = settings["_udp_server"]

    def getServer(self, address: Any, is_local: bool = False) -> Any:  # noqa: N802
        """The socket to send from."""
        return self._server

    def rotateCache(self) -> None:  # noqa: N802
        """Nothing is cached."""


transaction_manager.local4remote = OneServer


class SipTransactionManager(transaction_manager.SipTransactionManager):
    """Transactions over our own transports."""

    def cancelTransaction(self, transaction: Any, extra_headers: Any = None) -> None:  # noqa: N802
        """Give a request up. One that nobody has answered is not repeated: a trunk that comes back would ring for it.

        Whoever has taken it already gets its CANCEL or BYE as before.
        """
        super().cancelTransaction(transaction, extra_headers)
        if transaction.cancelPending and transaction.teA is not None:
            transaction.teA.cancel()
            transaction.teA = None


class SilentLogger:
    """Takes sippy's message log and drops it: messages carry private data."""

    def write(self, *arguments: Any, **options: Any) -> None:
        """Drop it."""


class GuardedUA(UA):
    """A user agent that survives a broken request inside its dialog."""

    may_refer = False
    on_unacknowledged: Callable[[], None] | None = None

    def recvRequest(self, request: Any, transaction: Any) -> Any:  # noqa: N802
        """Take a request of this dialog; what cannot be handled is answered 400."""
        try:
            if request.getHFBody("cseq").getCSeqNum() < 0:
                return request.genResponse(400, "Bad CSeq"), None, None
            answer = super().recvRequest(request, transaction)
        except Exception as error:
            log.warning("broken %s in a dialog: %r", request.getMethod(), error)
            return request.genResponse(400, "Bad Request"), None, None
        if answer is not None and answer[2] is not None:
            return answer[0], answer[1], self._unacknowledged
        return answer

    def _unacknowledged(self) -> None:
        if self.on_unacknowledged is not None:
            self.on_unacknowledged()
        self.disconnect()

    def cleanup(self) -> None:
        """The dialog is over, says sippy, which drops all of its own that points back to us."""
        self.on_unacknowledged = None

    def put_away(self) -> None:
        """Forget the dialog at once, whatever its state."""
        if self.state is not None and not self.state.dead:
            self.changeState((UaStateDead,))


def _on_update(state: Any, request: Any) -> None:
    """UPDATE refreshes a session; sippy has no handler and would not answer. One with an offer is refused."""
    if request.getBody() is not None:
        request.sendResponse(488, "Not Acceptable Here")
    else:
        request.sendResponse(200, "OK")


def _on_unsupported(state: Any, request: Any) -> None:
    request.sendResponse(501, "Not Implemented")


_sippy_refer = UaStateConnected.recv_request_handlers["REFER"]


def _on_refer(state: Any, request: Any) -> Any:
    """Only our own staff may transfer; a caller from outside could dial at our cost."""
    if not state.ua.may_refer:
        request.sendResponse(603, "Declined")
        return None
    return _sippy_refer(state, request)


UaStateConnected.recv_request_handlers["UPDATE"] = _on_update
UaStateConnected.recv_request_handlers["REFER"] = _on_refer
UasStateUpdating.recv_request_handlers.pop("REFER", None)
for method in ("MESSAGE", "NOTIFY", "SUBSCRIBE", "PRACK", "PUBLISH"):
    UaStateConnected.recv_request_handlers.setdefault(method, _on_unsupported)
