"""The pages of the voice menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoiceMenuConfig(AppConfig):
    name = "wanhao.access.voice_menu"
    label = "voice_menu"
    verbose_name = _("Voice menu")
