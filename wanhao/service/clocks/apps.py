"""Clocks: promises of time, their pauses, warnings and escalations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    name = "wanhao.service.clocks"
    label = "clocks"
    verbose_name = _("Clocks")
