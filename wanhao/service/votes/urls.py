"""Addresses of polls."""

from django.urls import path

from wanhao.service.votes import views

app_name = "votes"
urlpatterns = [
    path("", views.poll_list, name="list"),
    path("<slug:code>/", views.poll_page, name="poll"),
    path("<slug:code>/result/", views.poll_result, name="result"),
    path("<slug:code>/file/", views.poll_file, name="file"),
    path("<slug:code>/winners/", views.winners, name="winners"),
]
