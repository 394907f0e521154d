"""Addresses of themes and improvements."""

from django.urls import path

from wanhao.management.improvement import theme_views, views

app_name = "improvement"
urlpatterns = [
    path("themes/", theme_views.theme_list, name="themes"),
    path("themes/mining/", theme_views.mining, name="mining"),
    path("themes/mining/stop/", theme_views.mining_stop, name="mining_stop"),
    path("themes/mining/state/", theme_views.mining_state, name="mining_state"),
    path("themes/<slug:public_id>/", theme_views.theme_page, name="theme"),
    path("themes/<slug:public_id>/<slug:name>/", theme_views.theme_act, name="theme_act"),
    path("improvements/", views.improvement_list, name="list"),
    path("improvements/new/", views.new, name="new"),
    path("improvements/<slug:public_id>/", views.improvement_page, name="improvement"),
    path("improvements/<slug:public_id>/comments/", views.comment, name="comment"),
    path("improvements/<slug:public_id>/<slug:name>/", views.act_on, name="act"),
]
