"""Addresses of tickets."""

from django.urls import path

from wanhao.service.tickets import new_ticket, on_time, parts_views, views

app_name = "tickets"
urlpatterns = [
    path("", views.ticket_list, name="list"),
    path("search/", views.search, name="search"),
    path("on-time/", on_time.on_time, name="on-time"),
    path("new/", new_ticket.new_ticket, name="new"),
    path("<str:number>/", views.ticket_page, name="ticket"),
    path("<str:number>/story/", views.story, name="story"),
    path("<str:number>/side/", views.side, name="side"),
    path("<str:number>/notes/", parts_views.note, name="note"),
    path("<str:number>/messages/", parts_views.message, name="message"),
    path("<str:number>/watching/", parts_views.watching_page, name="watching"),
    path("<str:number>/links/<int:link>/removal/", parts_views.link_removal, name="link_removal"),
    path("<str:number>/<slug:name>/", views.act_on, name="act"),
]
