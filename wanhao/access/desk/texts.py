"""Words the desk's scripts say, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def desk_texts() -> dict[str, str]:
    """Every text the scripts ask for, by its key."""
    return {**line_texts(), **call_texts(), **chat_texts()}


def line_texts() -> dict[str, str]:
    """The telephone line and the microphone."""
    return {
        "line_registered": _("Telephone ready"),
        "line_connecting": _("Telephone connecting…"),
        "line_refused": _("No telephone"),
        "line_refused_help": _(
            "The telephone server cannot be reached. If your browser has not met it yet, open its address, accept "
            "its certificate and come back; the telephone connects by itself."
        ),
        "line_rejected": _("Telephone refused: {cause}"),
        "line_rejected_help": _(
            "The server did not accept your telephone account. Reload the page or tell your leader."
        ),
        "line_off": _("Telephone off"),
        "line_idle": _("Telephone is starting…"),
        "line_other-tab": _("Another tab is the telephone"),
        "line_sip": _("SIP phone"),
        "microphone_denied": _("The microphone is forbidden: allow it beside the address, then reload."),
        "microphone_missing": _("No microphone found: plug in the headset."),
        "microphone_insecure": _(
            "Browsers give no microphone to http pages: open the desk by https or on this machine."
        ),
        "microphone_ask": _("The browser will ask for the microphone."),
        "system_device": _("As the system says"),
        "microphone": _("Microphone"),
        "earpiece": _("Headset"),
        "ringer": _("Ringing on"),
    }


def call_texts() -> dict[str, str]:
    """A call's phases and what went wrong."""
    return {
        "phase_offered": _("Coming…"),
        "phase_offered_sip": _("Lift the handset"),
        "phase_ringing": _("Ringing"),
        "phase_ringing_sip": _("Lift the handset"),
        "phase_calling": _("Calling"),
        "phase_talking": _("In a call"),
        "phase_talking_sip": _("In a call"),
        "phase_resuming": _("Bringing the call back…"),
        "consult_waiting": _("Waiting for {name}…"),
        "consult_ringing": _("Ringing {name}…"),
        "consult_talking": _("Asking {name}"),
        "consult_conference": _("All three with {name}"),
        "hold": _("Hold"),
        "resume": _("Resume"),
        "mute": _("Mute"),
        "unmute": _("Unmute"),
        "nothing_found": _("Nothing found"),
        "no_connection": _("No answer from the server. What you typed is kept; try again in a moment."),
        "dial_wrong": _("A number has 3 to 20 digits."),
        "dial_no_line": _("The telephone is not ready: see the sign in the bar."),
        "dial_failed": _("The call did not come about: {cause} {status}"),
    }


def chat_texts() -> dict[str, str]:
    """What happens to chats and to what is sent in them."""
    return {
        "chat_offered": _("A chat is offered"),
        "chat_sending": _("Being sent…"),
        "chat_again": _("Send again"),
        "chat_drop": _("Do not send"),
        "chat_back": _("Back into the box"),
        "chat_unsent": _("Not sent: you do not serve this chat any more."),
        "chat_returned": _("The chat with {who} went back to the queue: the customer had waited long for an answer."),
        "chat_over": _("The chat with {who} has ended. Its code can be chosen in the list of earlier contacts."),
    }
