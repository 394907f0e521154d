"""Addresses of notices."""

from django.urls import path

from wanhao.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("bell/", views.bell, name="bell"),
    path("bell/state/", views.bell_state, name="bell_state"),
    path("reading/", views.reading_all, name="reading_all"),
    path("<slug:public_id>/reading/", views.reading, name="reading"),
]
