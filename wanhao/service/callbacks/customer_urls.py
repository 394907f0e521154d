"""Addresses of the customers' page."""

from django.urls import path

from wanhao.service.callbacks import customer_views

app_name = "callback"
urlpatterns = [
    path("", customer_views.ask, name="ask"),
    path("code/<str:public_id>/", customer_views.code, name="code"),
    path("<str:public_id>/", customer_views.state, name="state"),
    path("<str:public_id>/taking-back/", customer_views.taking_back, name="taking_back"),
]
