"""Addresses for those who watch the machines."""

from django.urls import path

from wanhao.operations import health, metrics

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
]
