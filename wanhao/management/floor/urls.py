"""Addresses of the floor."""

from django.urls import path

from wanhao.management.floor import views

app_name = "floor"
urlpatterns = [
    path("", views.floor, name="floor"),
    path("agents/<slug:number>/", views.agent, name="agent"),
    path("agents/<slug:number>/state/", views.state, name="state"),
    path("agents/<slug:number>/messages/", views.message_to_agent, name="message-to-agent"),
    path("agents/<slug:number>/signing-out/", views.sign_out, name="signing-out"),
    path("contacts/<slug:public_id>/why/", views.why, name="why"),
    path("contacts/<slug:public_id>/release/", views.release, name="release"),
    path("contacts/<slug:public_id>/supervision/", views.supervision, name="supervision"),
    path("messages/", views.messages, name="messages"),
    path("messages/team/", views.message_to_team, name="message-to-team"),
    path("messages/sent/", views.sent, name="sent"),
    path("messages/<slug:public_id>/acknowledgement/", views.acknowledgement, name="acknowledgement"),
]
