"""Addresses of the desk."""

from django.urls import path

from wanhao.access.desk import (
    callback_views,
    caller_views,
    closing_views,
    contact_views,
    day_views,
    ticket_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("state/", views.state, name="state"),
    path("presence/", views.presence, name="presence"),
    path("seat/", views.seat, name="seat"),
    path("phone-account/", views.phone_account, name="phone-account"),
    path("day/", day_views.my_day, name="day"),
    path("days/<str:staff_number>/", day_views.day_of, name="day-of"),
    path("figures/", views.figures, name="figures"),
    path("contacts/", views.contacts, name="contacts"),
    path("customer/", views.customer, name="customer"),
    path("wrap-up/", views.wrap_up, name="wrap-up"),
    path("wrap-up-time/", views.wrap_up_time, name="wrap-up-time"),
    path("tickets/", views.tickets, name="tickets"),
    path("ticket-due/", ticket_views.due, name="ticket-due"),
    path("transfer-targets/", views.transfer_targets, name="transfer-targets"),
    path("contacts/<slug:public_id>/hold/", contact_views.hold, name="hold"),
    path("contacts/<slug:public_id>/resumption/", contact_views.resume, name="resume"),
    path("contacts/<slug:public_id>/hang-up/", contact_views.hang_up, name="hang_up"),
    path("contacts/<slug:public_id>/ringing/", contact_views.ring_again, name="ring_again"),
    path("contacts/<slug:public_id>/transfer/", contact_views.transfer, name="transfer"),
    path("contacts/<slug:public_id>/consultation-end/", contact_views.consult_cancel, name="consult_cancel"),
    path("contacts/<slug:public_id>/transfer-completion/", contact_views.complete_transfer, name="complete_transfer"),
    path("contacts/<slug:public_id>/conference/", contact_views.conference, name="conference"),
    path("contacts/<slug:public_id>/listening/", contact_views.listen, name="listen"),
    path("contacts/<slug:public_id>/whispering/", contact_views.whisper, name="whisper"),
    path("contacts/<slug:public_id>/joining/", contact_views.join, name="join"),
    path("contacts/<slug:public_id>/taking-over/", contact_views.take_over, name="take_over"),
    path("contacts/<slug:public_id>/leaving/", contact_views.leave, name="leave"),
    path("contacts/<slug:public_id>/draft/", contact_views.draft, name="draft"),
    path("contacts/<slug:public_id>/wrap-up/", contact_views.wrap_up, name="contact-wrap-up"),
    path("contacts/<slug:public_id>/caller/", caller_views.caller, name="caller"),
    path("contacts/<slug:public_id>/new-customer/", caller_views.new_customer, name="new-customer"),
    path("contacts/<slug:public_id>/callback/dialling/", callback_views.dial, name="callback-dial"),
    path("contacts/<slug:public_id>/callback/result/", callback_views.result, name="callback-result"),
    path("contacts/<slug:public_id>/closing-answer/", closing_views.answer, name="closing-answer"),
    path("contacts/<slug:public_id>/earlier-tickets/", closing_views.earlier, name="ticket-earlier"),
    path("contacts/<slug:public_id>/ticket/", ticket_views.ticket, name="ticket"),
]
