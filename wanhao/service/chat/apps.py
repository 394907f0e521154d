"""Chats: written conversations in the same queues as calls."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "wanhao.service.chat"
    label = "chat"
    verbose_name = _("Chats")

    def ready(self) -> None:
        """Chats have files."""
        from wanhao.service.chat.attachments import register_files

        register_files()
