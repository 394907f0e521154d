"""What customers said of themselves without proving it: masked, opened with a reason by those who see the contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.privacy.kinds import PrivateKind, register_private
from wanhao.service.chat.models import Conversation
from wanhao.service.contacts.queries import contact_for

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def find_chat(key: str, viewer: Staff) -> Conversation:
    """A chat by the public id of its contact, within reach."""
    row = Conversation.objects.select_related("contact__unit").filter(contact=contact_for(viewer, key)).first()
    if row is None:
        raise NotFound(_("There is no such chat within your reach."))
    return row


def register_values() -> None:
    """Tell the context of private data; once, at start."""
    register_private(
        PrivateKind(
            "chat",
            find_chat,
            {"number": lambda row: row.claimed_number, "name": lambda row: row.claimed_name},
            customer_of=lambda row: row.contact.customer_id,
        )
    )
