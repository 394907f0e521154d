"""The customer's own page of a ticket."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelfServiceConfig(AppConfig):
    name = "wanhao.access.selfservice"
    label = "selfservice"
    verbose_name = _("Customers' pages")
