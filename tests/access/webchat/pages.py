"""Who may open the customers' side of the web chat: everybody; the session says which conversation."""

from __future__ import annotations

from tests.access.pages import Factory, Page, for_all
from tests.access.webchat.talking import entrance_address, file_address

CHAT_OBJECTS: dict[str, Factory] = {"chat entrance": entrance_address, "file of a chat": file_address}

CHAT: list[Page] = [
    for_all("webchat:index"),
    for_all("webchat:entrance", on="chat entrance", shared=True),
    for_all("webchat:code", on="chat entrance", shared=True),
    for_all("webchat:leaving", "post", on="chat entrance", shared=True),
    for_all("webchat:talk", on="chat entrance", shared=True),
    for_all("webchat:news", on="chat entrance", shared=True),
    for_all("webchat:stream", on="chat entrance", shared=True),
    for_all("webchat:words", "post", on="chat entrance", shared=True),
    for_all("webchat:files", "post", on="chat entrance", shared=True),
    for_all("webchat:file", on="file of a chat", shared=True),
    for_all("webchat:reading", "post", on="chat entrance", shared=True),
    for_all("webchat:ending", "post", on="chat entrance", shared=True),
    for_all("webchat:rating", "post", on="chat entrance", shared=True),
    for_all("webchat:callback", on="chat entrance", shared=True),
    for_all("webchat:callback_code", on="chat entrance", shared=True),
]
