"""Short messages to customers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShortMessagesConfig(AppConfig):
    name = "wanhao.foundation.short_messages"
    label = "short_messages"
    verbose_name = _("Short messages")
