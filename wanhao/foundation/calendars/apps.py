"""Working hours, holidays and make-up days."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "wanhao.foundation.calendars"
    label = "calendars"
    verbose_name = _("Calendars")
