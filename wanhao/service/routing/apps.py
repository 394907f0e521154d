"""Routing: who serves whom next."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RoutingConfig(AppConfig):
    name = "wanhao.service.routing"
    label = "routing"
    verbose_name = _("Routing")

    def ready(self) -> None:
        """Every `migrate` brings the functions of sql/ up to date."""
        from wanhao.service.routing.installing import install

        post_migrate.connect(install, sender=self, dispatch_uid="routing functions")
