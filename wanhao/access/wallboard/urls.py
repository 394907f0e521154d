"""Addresses of the wallboard."""

from django.urls import path

from wanhao.access.wallboard import views

app_name = "wallboard"
urlpatterns = [path("", views.board, name="board")]
