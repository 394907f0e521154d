"""Addresses of the audit trail."""

from django.urls import path

from wanhao.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("events/<int:number>/", views.event_page, name="event"),
    path("about/", views.follow, name="follow"),
    path("about/<slug:kind>/<str:key>/", views.story, name="story"),
    path("export/<slug:form>/", views.export, name="export"),
]
