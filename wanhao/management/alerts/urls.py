"""Addresses of alerts."""

from django.urls import path

from wanhao.management.alerts import rule_views, views

app_name = "alerts"
urlpatterns = [
    path("", views.alert_list, name="list"),
    path("open/", views.open_list, name="open"),
    path("rules/", rule_views.rule_list, name="rules"),
    path("rules/new/", rule_views.new_rule, name="new_rule"),
    path("rules/<str:public_id>/", rule_views.rule_page, name="rule"),
    path("webhooks/", rule_views.webhook_list, name="webhooks"),
    path("webhooks/new/", rule_views.new_webhook, name="new_webhook"),
    path("webhooks/<str:public_id>/", rule_views.webhook_page, name="webhook"),
    path("webhooks/<str:public_id>/secret/", rule_views.webhook_secret, name="webhook_secret"),
    path("webhooks/<str:public_id>/test/", rule_views.webhook_test, name="webhook_test"),
    path("webhooks/<str:public_id>/deliveries/", rule_views.webhook_deliveries, name="webhook_deliveries"),
    path("<str:public_id>/", views.alert_page, name="alert"),
    path("<str:public_id>/story/", views.story, name="story"),
    path("<str:public_id>/acknowledgement/", views.acknowledge, name="acknowledge"),
    path("<str:public_id>/notes/", views.note, name="note"),
    path("<str:public_id>/closing/", views.close, name="close"),
]
