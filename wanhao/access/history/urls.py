"""Addresses of contacts."""

from django.urls import path

from wanhao.access.history import views

app_name = "history"
urlpatterns = [
    path("", views.contact_list, name="list"),
    path("<slug:public_id>/", views.contact_page, name="contact"),
    path("<slug:public_id>/story/", views.story, name="story"),
    path("<slug:public_id>/transcript/", views.transcript, name="transcript"),
    path("<slug:public_id>/why/", views.why, name="why"),
]
