"""Chats: written conversations in the same queues as calls."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "wanhao.service.chat"
    label = "chat"
    verbose_name = _("Chats")

    def ready(self) -> None:
        """Chats have files, and what customers said of themselves is masked."""
        from wanhao.service.chat.attachments import register_files
        from wanhao.service.chat.private import register_values

        register_files()
        register_values()
