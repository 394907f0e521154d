"""Addresses of the telephone side."""

from django.urls import path

from wanhao.service.telephony import views

app_name = "telephony"
urlpatterns = [
    path("<str:public_id>/", views.recording, name="recording"),
]
