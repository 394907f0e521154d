"""Addresses of the change-tracking list."""

from django.urls import path

from wanhao.management.changes import views

app_name = "changes"
urlpatterns = [
    path("", views.entry_list, name="list"),
    path("new/", views.new, name="new"),
    path("<slug:public_id>/", views.entry_page, name="entry"),
    path("<slug:public_id>/comments/", views.comment, name="comment"),
    path("<slug:public_id>/<slug:name>/", views.act_on, name="act"),
]
