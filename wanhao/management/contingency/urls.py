"""Addresses of contingency."""

from django.urls import path

from wanhao.management.contingency import views, writing_views

app_name = "contingency"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.begin, name="begin"),
    path("teams/new/", writing_views.new_team, name="new_team"),
    path("teams/<str:public_id>/", writing_views.team_page, name="team"),
    path("plans/new/", writing_views.new_plan, name="new_plan"),
    path("plans/<str:public_id>/", writing_views.plan_page, name="plan"),
    path("plans/<str:public_id>/start/", views.start, name="start"),
    path("alerts/<str:public_id>/", views.for_alert, name="for_alert"),
    path("<str:public_id>/", views.emergency_page, name="emergency"),
    path("<str:public_id>/story/", views.story, name="story"),
    path("<str:public_id>/confirmation/", views.confirm, name="confirm"),
    path("<str:public_id>/arrivals/", views.in_place, name="in_place"),
    path("<str:public_id>/steps/<int:position>/", views.step, name="step"),
    path("<str:public_id>/log/", views.log, name="log"),
    path("<str:public_id>/end/", views.end, name="end"),
    path("<str:public_id>/review/", views.review, name="review"),
    path("<str:public_id>/actions/", views.add_action, name="add_action"),
    path("<str:public_id>/actions/<int:action_id>/", views.action, name="action"),
]
