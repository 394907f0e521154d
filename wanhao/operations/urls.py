"""Addresses for those who watch the machines."""

from django.urls import path

from wanhao.operations import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
]
