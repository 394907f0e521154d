"""Who may open the pages of the voice menu."""

from __future__ import annotations

from tests.access.pages import BACK_OFFICE, INSPECTORS, LEADERS, MANAGER, SEATS, Factory, Page
from tests.factories.ivr import (
    announcement_address,
    flow_address,
    sound_address,
    version_address,
    voice_message_address,
)

CONTACT_READERS = SEATS | LEADERS | BACK_OFFICE | INSPECTORS
MENU_PAGES = ("editor", "draft", "publishing", "versions", "visits", "phone-account")
MENU_ACTS = ("draft", "arrangement", "publishing", "upload", "speech", "rehearsal")

VOICE_MENU_OBJECTS: dict[str, Factory] = {
    "flow": flow_address,
    "version of a flow": version_address,
    "sound of a flow": sound_address,
    "announcement": announcement_address,
    "voice message": voice_message_address,
}
VOICE_MENU = [
    Page("voice-menu:flows", MANAGER),
    Page("voice-menu:flows", MANAGER, "post"),
    *[Page(f"voice-menu:{name}", MANAGER, on="flow") for name in MENU_PAGES],
    *[Page(f"voice-menu:{name}", MANAGER, "post", on="flow") for name in MENU_ACTS],
    Page("voice-menu:roll-back", MANAGER, "post", on="version of a flow"),
    Page("voice-menu:take-as-draft", MANAGER, "post", on="version of a flow"),
    Page("voice-menu:sound", MANAGER, on="sound of a flow"),
    Page("voice-menu:announcements", LEADERS),
    Page("voice-menu:announcements", LEADERS, "post"),
    Page("voice-menu:end-announcement", LEADERS, "post", on="announcement"),
    Page("voice-menu:messages", CONTACT_READERS),
    Page("voice-menu:message-done", SEATS | LEADERS | BACK_OFFICE, "post", on="voice message"),
]
