"""Customers of tests, each with a browser of their own."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.factories.chat import make_entrance
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.chat.models import Conversation, Entrance

JSON = {"Accept": "application/json"}


def begun(entrance: Entrance, text: str = "宽带很慢", **more: Any) -> tuple[Client, Conversation]:
    """A telephone on which a conversation has just begun."""
    phone = Client()
    answer = phone.post(f"/chat/{entrance.code}/", {"text": text, "name": "", "number": "", **more})
    assert answer.headers["Location"] == f"/chat/{entrance.code}/talk/", answer.text
    return phone, Conversation.objects.latest("pk")


def says(phone: Client, entrance: Entrance, text: str, key: str) -> Any:
    """Send words as the page's script does."""
    return phone.post(f"/chat/{entrance.code}/talk/words/", {"text": text, "client_key": key}, headers=JSON)


def news(phone: Client, entrance: Entrance, after: int = 0) -> Any:
    """What the page's script is told."""
    return phone.get(f"/chat/{entrance.code}/talk/news/?after={after}", headers=JSON).json()


def entrance_address(unit: Unit, viewer: Staff) -> dict[str, str]:
    """An entrance; which conversation is meant, no address says."""
    return {"code": make_entrance().code}


def file_address(unit: Unit, viewer: Staff) -> dict[str, str]:
    """A file of somebody else's conversation."""
    return {"code": make_entrance().code, "public_id": "nothing"}
