"""Addresses of the wallboard."""

from django.urls import path

from wanhao.access.wallboard import composing, views

app_name = "wallboard"
urlpatterns = [
    path("", views.board, name="board"),
    path("boards/", composing.board_list, name="boards"),
    path("boards/new/", composing.new_board, name="new_board"),
    path("boards/<str:public_id>/", views.composed, name="composed"),
    path("boards/<str:public_id>/composition/", composing.composition, name="composition"),
    path("boards/<str:public_id>/removal/", composing.removal, name="removal"),
]
