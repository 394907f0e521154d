"""Addresses of the reports."""

from django.urls import path

from wanhao.access.reports import callback_report, complaint_views, help_views, ticket_views, views, wait_report

app_name = "reports"
urlpatterns = [
    path("", views.queue_report, name="index"),
    path("queues/", views.queue_report, name="queues"),
    path("queues/file/", views.queue_report_file, name="queues_file"),
    path("help/", help_views.help_page, name="help"),
    path("help/file/", help_views.help_file, name="help_file"),
    path("callbacks/", callback_report.callback_report, name="callbacks"),
    path("complaints/", complaint_views.complaint_page, name="complaints"),
    path("complaints/file/", complaint_views.complaint_file, name="complaints_file"),
    path("tickets/", ticket_views.ticket_page, name="tickets"),
    path("tickets/file/", ticket_views.ticket_file, name="tickets_file"),
    path("tickets/behind/", ticket_views.tickets_behind, name="tickets_behind"),
    path("waits/", wait_report.wait_report, name="waits"),
]
