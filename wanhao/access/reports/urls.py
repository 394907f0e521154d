"""Addresses of the reports."""

from django.urls import path

from wanhao.access.reports import help_views, views, wait_report

app_name = "reports"
urlpatterns = [
    path("", views.queue_report, name="index"),
    path("queues/", views.queue_report, name="queues"),
    path("queues/file/", views.queue_report_file, name="queues_file"),
    path("help/", help_views.help_page, name="help"),
    path("help/file/", help_views.help_file, name="help_file"),
    path("waits/", wait_report.wait_report, name="waits"),
]
