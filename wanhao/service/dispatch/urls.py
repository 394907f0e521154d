"""Addresses of work orders."""

from django.urls import path

from wanhao.service.dispatch import views, watch_views

app_name = "dispatch"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("assignment/", views.assignment, name="assignment"),
    path("scoreboard/", watch_views.scores, name="scoreboard"),
    path("scoreboard.xlsx", watch_views.scores_file, name="scoreboard_file"),
    path("behind/", watch_views.behind, name="behind"),
    path("charges/", watch_views.charged, name="charges"),
    path("warnings/", watch_views.warnings, name="warnings"),
    path("patrol/", watch_views.patrol_page, name="patrol"),
    path("for/<str:number>/", views.send, name="send"),
    path("<str:number>/", views.order_page, name="order"),
    path("<str:number>/story/", views.story, name="story"),
    path("<str:number>/notes/", views.note, name="note"),
    path("<str:number>/<slug:name>/", views.act_on, name="act"),
]
