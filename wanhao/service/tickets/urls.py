"""Addresses of tickets."""

from django.urls import path

from wanhao.service.tickets import new_ticket, views

app_name = "tickets"
urlpatterns = [
    path("", views.ticket_list, name="list"),
    path("search/", views.search, name="search"),
    path("new/", new_ticket.new_ticket, name="new"),
    path("<str:number>/", views.ticket_page, name="ticket"),
    path("<str:number>/story/", views.story, name="story"),
    path("<str:number>/side/", views.side, name="side"),
    path("<str:number>/notes/", views.note, name="note"),
    path("<str:number>/<slug:name>/", views.act_on, name="act"),
]
