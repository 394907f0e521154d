"""Web chat: what customers see of a conversation with the centre."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebChatConfig(AppConfig):
    name = "wanhao.access.webchat"
    label = "webchat"
    verbose_name = _("Web chat")
