"""What the editor calls things, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.calendars.models import Hours
from wanhao.records.customers.models import Party
from wanhao.service.ivr import graph, rules
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.rules import Kind
from wanhao.service.routing import queries as routing

ICONS = {
    Kind.MENU: "keyboard",
    Kind.MESSAGE: "message",
    Kind.HOURS: "clock",
    Kind.LANGUAGE: "language",
    Kind.BRANCH: "arrows-split",
    Kind.PIN: "lock",
    Kind.BALANCE: "coin",
    Kind.BILL: "receipt",
    Kind.PROGRESS: "list-check",
    Kind.PIN_CHANGE: "key",
    Kind.QUEUE: "users",
    Kind.CALLBACK: "phone-call",
    Kind.VOICE_MESSAGE: "microphone",
    Kind.HANG_UP: "phone-off",
}


def kinds() -> dict[str, dict[str, str]]:
    """Kinds of steps: label and icon."""
    labels = {
        Kind.MENU: pgettext("voice menu", "Menu"),
        Kind.MESSAGE: _("Announcement text"),
        Kind.HOURS: _("Opening hours"),
        Kind.LANGUAGE: _("Choose language"),
        Kind.BRANCH: _("Branch on customer data"),
        Kind.PIN: _("PIN check"),
        Kind.BALANCE: _("Tell the balance"),
        Kind.BILL: _("Tell the last bill"),
        Kind.PROGRESS: _("Tell progress of tickets"),
        Kind.PIN_CHANGE: _("Change the PIN"),
        Kind.QUEUE: _("To a queue"),
        Kind.CALLBACK: _("Offer a callback"),
        Kind.VOICE_MESSAGE: _("Take a message"),
        Kind.HANG_UP: _("Hang up"),
    }
    return {kind.value: {"label": label, "icon": ICONS[kind]} for kind, label in labels.items()}


def branch_words() -> dict[str, str]:
    """What the words on branches mean; keys stand for themselves."""
    return {
        "next": pgettext("voice menu", "then"),
        "invalid": _("wrong key"),
        "timeout": _("no key"),
        "open": pgettext("hours", "open"),
        "closed": pgettext("hours", "closed"),
        "holiday": _("public holiday"),
        "right": pgettext("PIN", "right"),
        "wrong": pgettext("PIN", "wrong"),
        "locked": pgettext("PIN", "locked"),
        "none": _("no PIN"),
        "else": _("everybody else"),
        "yes": _("yes"),
        "no": pgettext("answer", "no"),
        **{code: str(label) for code, label in (*Party.Tier.choices, *Party.Segment.choices)},
        "zh": _("Chinese"),
        "en": _("English"),
    }


def facts() -> dict[str, dict[str, Any]]:
    """What a menu may ask about the caller, and the answers."""
    labels = {
        "known": _("Is the caller a known customer?"),
        "tier": _("Tier"),
        "segment": _("Segment"),
        "region": _("Region"),
        "language": _("Language"),
        "open_fault": _("Has the customer an open fault?"),
        "special_need": _("Has the customer special needs?"),
        "arrears": _("Is the customer in arrears?"),
    }
    return {fact: {"label": labels[fact], "answers": list(answers)} for fact, answers in rules.FACTS.items()}


def words() -> dict[str, Any]:
    """Everything the scripts show by its word."""
    needed = {kind.value: sorted(rules.FIXED_WORDS.get(kind, rules.ONWARD)[0]) for kind in Kind}
    allowed = {kind.value: sorted(rules.FIXED_WORDS.get(kind, rules.ONWARD)[1]) for kind in Kind}
    for end in rules.ENDS:
        needed[end.value] = allowed[end.value] = []
    return {
        "kinds": kinds(),
        "branches": branch_words(),
        "facts": facts(),
        "needed": needed,
        "allowed": allowed,
        "box": {"head": graph.HEAD, "line": graph.LINE},
    }


def choices() -> dict[str, Any]:
    """Queues, opening hours and regions a step may name."""
    return {
        "queues": [{"code": row.code, "name": row.name, "isActive": row.is_active} for row in routing.all_queues()],
        "hours": [{"code": row.code, "name": str(row)} for row in Hours.objects.order_by("code")],
        "businessTypes": [{"code": code, "name": name} for code, name in routing.business_types().items()],
        "regions": [
            {"code": row.code, "name": row.name} for row in Unit.objects.filter(kind=Unit.Kind.REGION).order_by("path")
        ],
    }


@dataclass(frozen=True)
class ToldDifference:
    """A difference in words."""

    code: str
    change: str
    text: str
    before: str = ""
    after: str = ""


def told_differences(old: Graph, new: Graph) -> list[ToldDifference]:
    """What publishing changes, step by step; texts with how they were and are."""
    changes = {"added": _("New step"), "removed": _("Removed"), "start": _("Calls begin here")}
    found = []
    for one in graph.differences(old, new):
        if one.change != "changed":
            found.append(ToldDifference(one.code, one.change, changes[one.change]))
        for part in one.parts:
            before, after = (_told(getattr(side.steps[one.code], part)) for side in (old, new))
            found.append(ToldDifference(one.code, one.change, part_names().get(part, part), before, after))
    return found


def _told(value: object) -> str:
    if isinstance(value, dict):
        names = branch_words()
        return "  ".join(f"{names.get(word, word)}→{to}" for word, to in sorted(value.items()))
    return str(value)


def part_names() -> dict[str, str]:
    """What the parts of a step are called."""
    return {
        "name_zh": _("Chinese name"),
        "name_en": _("English name"),
        "kind": _("Kind"),
        "branches": _("Branches"),
        "text_zh": _("Chinese text"),
        "text_en": _("English text"),
        "sound_zh": _("Chinese recording"),
        "sound_en": _("English recording"),
        "timeout_seconds": _("Waits for a key (s)"),
        "attempts": _("Attempts"),
        "language": _("Language"),
        "queue": _("Queue"),
        "hours": _("Opening hours"),
        "fact": _("Asks"),
        "business_type": _("What callers want here"),
    }


def script_texts() -> dict[str, str]:
    """Every text the scripts ask for, by its key."""
    return {**step_texts(), **saving_texts(), **trial_texts()}


def step_texts() -> dict[str, str]:
    """The form, the lists and the drawing."""
    names = part_names()
    return {
        "name": _("Key (small letters, digits, dashes)"),
        "name_zh": names["name_zh"],
        "name_en": names["name_en"],
        "kind": names["kind"],
        "text_zh": names["text_zh"],
        "text_en": names["text_en"],
        "timeout_seconds": names["timeout_seconds"],
        "attempts": names["attempts"],
        "hours": names["hours"],
        "queue": names["queue"],
        "language": names["language"],
        "fact": _("Asks about the caller"),
        "business_type": names["business_type"],
        "start": _("Begins here"),
        "begin_here": _("Let calls begin here"),
        "delete": _("Delete the step"),
        "out_of_use": _("(out of use)"),
        "recorded": _("Recording"),
        "hear": _("Hear it"),
        "upload": _("Upload a recording (WAV)"),
        "use_text": _("Use the text"),
        "leads_to": _("Leads to"),
        "when": pgettext("flow", "When"),
        "add_branch": _("Add a branch"),
        "remove_branch": _("Remove the branch “{word}”"),
        "name_wrong": _("This name is taken, or not made of small letters, digits and dashes."),
        "pull": _("Pull to another step"),
        "figures": _("{visits} calls · hung up {left} · served {contained}"),
        "figures_help": _("{visits} calls came here, {left} hung up here, {contained} were served without a person"),
        "calls_counted": _("{calls} calls counted"),
        "problem_count": _("{errors} errors, {advice} hints"),
        "no_problems": _("Nothing to mend."),
        "error": _("Error"),
        "advice": _("Hint"),
    }


def saving_texts() -> dict[str, str]:
    """What became of the draft."""
    return {
        "save_saved": _("Draft saved"),
        "as_published": _("Saved, as published"),
        "save_changed": _("Changed…"),
        "save_saving": _("Saving…"),
        "save_waiting": _("Not saved: no answer from the server. It is tried again."),
        "save_conflict": _("Not saved"),
        "conflict": _("Somebody else changed this draft meanwhile. What you made is kept on this page."),
        "published": _("Version {number} is heard from the next call on."),
        "done": _("Done."),
        "close": _("Close"),
    }


def trial_texts() -> dict[str, str]:
    """Walking through, and the test call."""
    return {
        "walk": _("Walk through"),
        "again": _("From the beginning"),
        "aloud": _("aloud"),
        "no_key": _("no key"),
        "digits": _("Keys pressed"),
        "digits_help": _("Sample PIN: 246813. Real PINs are not asked here."),
        "enter": _("Send the keys"),
        "who_calls": _("Who calls, and when"),
        "as_it_is": _("as it is"),
        "ending_queue": _("Waits in the queue {queue}."),
        "ending_callback": _("Is offered a callback, queue {queue}."),
        "ending_voice_message": _("Leaves a message."),
        "ending_hang_up": _("The call ends."),
        "ending_circle": _("The menu runs in circles."),
        "test_call": _("Test call"),
        "hang_up": _("Hang up"),
        "call_calling": _("Calling…"),
        "call_talking": _("Connected: listen and press keys."),
        "test_call_help": _("The draft as it is saved now; answers are samples. The call is not counted."),
        "call_failed": _("The test call did not come about. {cause}"),
        "no_phone": _("The telephone server cannot be reached from this browser."),
        "no_microphone": _("No microphone: allow it beside the address, then call again."),
    }
