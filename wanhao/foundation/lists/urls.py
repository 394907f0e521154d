"""Addresses of what all lists offer."""

from django.urls import path

from wanhao.foundation.lists import views

app_name = "lists"
urlpatterns = [
    path("acts/<slug:public_id>/", views.run_page, name="run"),
    path("acts/<slug:public_id>/confirmation/", views.confirmation, name="confirmation"),
    path("acts/<slug:public_id>/stopping/", views.stopping, name="stopping"),
    path("views/<slug:public_id>/removal/", views.view_removal, name="view_removal"),
    path("<slug:name>/views/", views.views, name="views"),
    path("<slug:name>/columns/", views.columns, name="columns"),
    path("<slug:name>/acts/", views.choice, name="choice"),
    path("<slug:name>/files/<slug:form>/", views.export, name="export"),
]
