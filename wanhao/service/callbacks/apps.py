"""Callbacks: the customer hangs up and keeps the place; we call when its turn comes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallbacksConfig(AppConfig):
    name = "wanhao.service.callbacks"
    label = "callbacks"
    verbose_name = _("Callbacks")
