"""Telephony: joins the softswitch to the centre."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TelephonyConfig(AppConfig):
    name = "wanhao.service.telephony"
    label = "telephony"
    verbose_name = _("Telephony")
