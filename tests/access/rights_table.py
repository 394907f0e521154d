"""Who may open what: one line for every page and operation. A page without a line fails the matrix test.

Add a line for each address you bring; a factory in OBJECTS for each kind of object an address names.
"""

from __future__ import annotations

from tests.access.field_pages import FIELD, FIELD_OBJECTS
from tests.access.interface_pages import INTERFACE
from tests.access.pages import (
    AUDITOR,
    BACK_OFFICE,
    CLERKS,
    DATA_MAINTAINER,
    IMPORTERS,
    INSPECTORS,
    LEADERS,
    MANAGER,
    SEATS,
    Factory,
    Page,
    for_all,
    for_staff,
)
from tests.access.tmf_pages import TMF, TMF_OBJECTS
from tests.access.voice_menu.pages import VOICE_MENU, VOICE_MENU_OBJECTS
from tests.access.webchat.pages import CHAT, CHAT_OBJECTS
from tests.factories.accounts import colleague_address, posting_address
from tests.factories.alerts import alert_address, alert_rule_address, webhook_address
from tests.factories.audit import event_address
from tests.factories.boards import board_address
from tests.factories.changes import entry_act_address, entry_address
from tests.factories.chat import chat_address
from tests.factories.contacts import listed_contact_address, served_contact_address
from tests.factories.contingency import (
    action_address,
    called_address,
    called_step_address,
    emergency_address,
    ended_emergency_address,
    plan_address,
    team_address,
)
from tests.factories.customer360 import customer_page_address, edit_address, removal_address
from tests.factories.floor import agent_address, message_address, waiting_address
from tests.factories.help import help_address
from tests.factories.imports import fruit_address, import_address
from tests.factories.interface import (
    contact_address,
    customer_address,
    queue_address,
    recorded_contact_address,
)
from tests.factories.notices import notice_address
from tests.factories.privacy import private_address
from tests.factories.recordings import recording_address
from tests.factories.routing import agent_day_address
from tests.factories.sign_in import sign_in_address
from tests.factories.skills import taught_address
from tests.factories.votes import draw_address, poll_address
from tests.management.improvement.pages import IMPROVEMENT_OBJECTS, IMPROVEMENTS
from tests.service.callbacks.pages import CALLBACK_OBJECTS, CALLBACKS
from tests.service.complaints.pages import COMPLAINT_OBJECTS, COMPLAINTS
from tests.service.dispatch.pages import ORDER_OBJECTS, ORDERS
from tests.service.incidents.pages import INCIDENT_OBJECTS, INCIDENTS
from tests.service.tickets.pages import TICKET_OBJECTS, TICKETS
from wanhao.foundation.accounts.rights import Role

CUSTOMER_READERS = SEATS | LEADERS | CLERKS | BACK_OFFICE | DATA_MAINTAINER
AGENTS = SEATS | LEADERS

PLANNERS = frozenset({Role.PLANNER, Role.EXECUTIVE})
FLOOR = LEADERS | PLANNERS | MANAGER | frozenset({Role.HALL_MANAGER})
CHANGE_KEEPERS = LEADERS | BACK_OFFICE
CHANGE_READERS = CHANGE_KEEPERS | INSPECTORS | PLANNERS
REPORT_READERS = LEADERS | PLANNERS | INSPECTORS | AUDITOR | frozenset({Role.HALL_MANAGER})
ALERT_WRITERS = MANAGER | frozenset({Role.DUTY_LEADER})
CONTACT_READERS = SEATS | LEADERS | BACK_OFFICE | INSPECTORS


OBJECTS: dict[str, Factory] = {
    "sign-in": sign_in_address,
    "poll": poll_address,
    "draw that is over": draw_address,
    **CALLBACK_OBJECTS,
    "colleague": colleague_address,
    "posting": posting_address,
    "contact": listed_contact_address,
    "chat": chat_address,
    "served_contact": served_contact_address,
    "private": private_address,
    "notice": notice_address,
    "event": event_address,
    "followed staff": lambda unit, viewer: {"kind": "staff", "key": viewer.staff_number},
    "file": lambda unit, viewer: {"form": "csv"},
    "recording": recording_address,
    "import": import_address,
    **VOICE_MENU_OBJECTS,
    **CHAT_OBJECTS,
    **FIELD_OBJECTS,
    **TMF_OBJECTS,
    "fruit list": fruit_address,
    "customer page": customer_page_address,
    "consent of a customer": edit_address,
    "address of a customer": removal_address,
    **TICKET_OBJECTS,
    **COMPLAINT_OBJECTS,
    **IMPROVEMENT_OBJECTS,
    **ORDER_OBJECTS,
    **INCIDENT_OBJECTS,
    "agent's day": agent_day_address,
    "alert": alert_address,
    "emergency": emergency_address,
    "ended emergency": ended_emergency_address,
    "emergency called to": called_address,
    "step of an emergency called to": called_step_address,
    "emergency team": team_address,
    "contingency plan": plan_address,
    "action of a review": action_address,
    "board": board_address,
    "alert rule": alert_rule_address,
    "webhook": webhook_address,
    "contact by id": contact_address,
    "recorded contact": recorded_contact_address,
    "customer by id": customer_address,
    "queue by code": queue_address,
    "tracking entry": entry_address,
    "act on a tracking entry": entry_act_address,
    "help request": help_address,
    "agent on the floor": agent_address,
    "contact that waits": waiting_address,
    "message of a leader": message_address,
    "taught agent": taught_address,
}

PAGES: list[Page] = [
    # The doorstep
    for_all("home"),
    for_all("accounts:language", "post"),
    for_all("account_login"),
    for_all("account_logout"),
    for_all("account_inactive"),
    for_all("mfa_authenticate"),
    for_staff("account_reauthenticate"),
    for_staff("account_change_password"),
    for_staff("mfa_reauthenticate"),
    for_staff("mfa_index"),
    for_staff("mfa_activate_totp"),
    for_staff("mfa_deactivate_totp"),
    for_staff("mfa_view_recovery_codes"),
    for_staff("mfa_generate_recovery_codes"),
    for_staff("sign_in:mine"),
    for_staff("sign_in:end_session", "post", on="sign-in"),
    for_staff("sign_in:still_here", "post"),
    #
    # Live
    for_staff("live:stream", data={"topics": "agent:me"}),
    # Audit
    Page("audit:trail", AUDITOR),
    Page("audit:event", AUDITOR, on="event"),
    Page("audit:follow", AUDITOR),
    Page("audit:story", AUDITOR, on="followed staff", shared=True),
    Page("audit:export", AUDITOR, on="file", shared=True),
    # Notices
    for_staff("notices:list"),
    for_staff("notices:bell"),
    for_staff("notices:bell_state"),
    for_staff("notices:reading_all", "post"),
    for_staff("notices:reading", "post", on="notice"),
    #
    # The machines
    for_all("healthz"),
    for_all("metrics"),
    #
    # Private data
    Page("privacy:opened", SEATS | LEADERS | CLERKS | BACK_OFFICE, "post", on="private"),
    #
    # Staff, lists brought in
    Page("staff:index", MANAGER),
    Page("staff:hiring", MANAGER),
    Page("staff:person", MANAGER, on="colleague"),
    Page("staff:details", MANAGER, on="colleague"),
    Page("staff:postings", MANAGER, "post", on="colleague"),
    Page("staff:posting_end", MANAGER, "post", on="posting"),
    Page("staff:password", MANAGER, "post", on="colleague"),
    Page("staff:unlocking", MANAGER, "post", on="colleague"),
    Page("staff:signing_out", MANAGER, "post", on="colleague"),
    Page("staff:codes_removal", MANAGER, "post", on="colleague"),
    Page("staff:leaving", MANAGER, "post", on="colleague"),
    Page("staff:rehiring", MANAGER, "post", on="colleague"),
    Page("imports:index", IMPORTERS),
    Page("imports:begin", DATA_MAINTAINER, on="fruit list", shared=True),
    Page("imports:example", DATA_MAINTAINER, on="fruit list", shared=True),
    Page("imports:run", IMPORTERS, on="import"),
    Page("imports:rejected", IMPORTERS, on="import"),
    Page("imports:writing", IMPORTERS, "post", on="import"),
    Page("imports:cancellation", IMPORTERS, "post", on="import"),
    #
    # Customers
    Page("customers:list", CUSTOMER_READERS),
    Page("customers:search", CUSTOMER_READERS, "post"),
    Page("customers:new", CUSTOMER_READERS),
    Page("customers:customer", CUSTOMER_READERS, on="customer page"),
    Page("customers:timeline", CUSTOMER_READERS, on="customer page"),
    Page("customers:edit", CUSTOMER_READERS, "post", on="consent of a customer"),
    Page("customers:removal", CUSTOMER_READERS, "post", on="address of a customer"),
    #
    # Contacts
    Page("history:list", CONTACT_READERS),
    Page("history:contact", CONTACT_READERS, on="contact"),
    Page("history:story", CONTACT_READERS, on="contact"),
    Page("history:transcript", SEATS | LEADERS | INSPECTORS, on="chat"),
    Page("history:why", CONTACT_READERS, on="contact"),
    #
    # Tickets
    *TICKETS,
    *COMPLAINTS,
    *ORDERS,
    *INCIDENTS,
    #
    *FIELD,
    # Recordings
    Page("recordings:recording", SEATS | LEADERS | INSPECTORS, on="recording"),
    #
    # Desk
    Page("desk:desk", AGENTS),
    Page("desk:state", AGENTS),
    Page("desk:presence", AGENTS),
    Page("desk:seat", AGENTS, "post", data={"phone": "browser"}),
    Page("desk:phone-account", AGENTS),
    Page("desk:figures", AGENTS),
    Page("desk:day", AGENTS),
    Page("desk:day-of", LEADERS, on="agent's day"),
    Page("desk:contacts", AGENTS),
    Page("desk:at-hand", AGENTS),
    Page("desk:choice", AGENTS, "post", on="chat"),
    Page("desk:chat", AGENTS),
    Page("desk:chat-accept", AGENTS, "post", on="chat"),
    Page("desk:chat-decline", AGENTS, "post", on="chat"),
    Page("desk:chat-ringing", AGENTS, "post", on="chat"),
    Page("desk:chat-messages", AGENTS, on="chat"),
    Page("desk:chat-messages", AGENTS, "post", on="chat", data={"text": "您好", "client_key": "k1"}),
    Page("desk:chat-files", AGENTS, "post", on="chat", data={"client_key": "k1"}),
    Page("desk:chat-reading", AGENTS, "post", on="chat", data={"number": "1"}),
    Page("desk:chat-transfer", AGENTS, on="chat"),
    Page("desk:chat-transfer", AGENTS, "post", on="chat"),
    Page("desk:chat-end", AGENTS, "post", on="chat"),
    Page("desk:customer", AGENTS),
    Page("desk:wrap-up", AGENTS),
    Page("desk:wrap-up-time", AGENTS, "post"),
    Page("desk:tickets", AGENTS),
    Page("desk:ticket-due", AGENTS),
    Page("desk:transfer-targets", AGENTS),
    Page("desk:hold", AGENTS, "post", on="served_contact"),
    Page("desk:resume", AGENTS, "post", on="served_contact"),
    Page("desk:hang_up", AGENTS, "post", on="served_contact"),
    Page("desk:ring_again", AGENTS, "post", on="served_contact"),
    Page("desk:transfer", AGENTS, "post", on="served_contact"),
    Page("desk:consult_cancel", AGENTS, "post", on="served_contact"),
    Page("desk:complete_transfer", AGENTS, "post", on="served_contact"),
    Page("desk:conference", AGENTS, "post", on="served_contact"),
    Page("desk:listen", LEADERS, "post", on="served_contact"),
    Page("desk:whisper", LEADERS, "post", on="served_contact"),
    Page("desk:join", LEADERS, "post", on="served_contact"),
    Page("desk:take_over", LEADERS, "post", on="served_contact"),
    Page("desk:leave", LEADERS, "post", on="served_contact"),
    Page("desk:draft", AGENTS, "post", on="served_contact"),
    Page("desk:contact-wrap-up", AGENTS, on="served_contact"),
    Page("desk:contact-wrap-up", AGENTS, "post", on="served_contact"),
    Page("desk:caller", AGENTS, on="served_contact"),
    Page("desk:caller", AGENTS, "post", on="served_contact"),
    Page("desk:caller-search", AGENTS, "post", on="served_contact"),
    Page("desk:new-customer", AGENTS, "post", on="served_contact"),
    Page("desk:callback-dial", AGENTS, "post", on="served_contact"),
    Page("desk:callback-result", AGENTS, "post", on="served_contact"),
    Page("desk:ticket", AGENTS, on="served_contact"),
    Page("desk:ticket", AGENTS, "post", on="served_contact"),
    #
    # Floor
    Page("floor:floor", LEADERS),
    Page("floor:agent", LEADERS, on="agent on the floor"),
    Page("floor:state", LEADERS, "post", on="agent on the floor", data={"choice": "training"}),
    Page("floor:message-to-agent", LEADERS, "post", on="agent on the floor", data={"text": "x"}),
    Page("floor:signing-out", LEADERS, "post", on="agent on the floor", data={"reason": "x"}),
    Page("floor:why", LEADERS, on="contact that waits"),
    Page("floor:release", LEADERS, "post", on="contact that waits", data={"reason": "stuck"}),
    Page("floor:supervision", LEADERS, on="contact that waits"),
    Page("floor:message-to-team", LEADERS, "post", data={"team": "none"}),
    Page("floor:sent", LEADERS),
    Page("floor:messages", AGENTS),
    Page("floor:acknowledgement", AGENTS, "post", on="message of a leader"),
    # Skills
    Page("skills:matrix", LEADERS),
    Page("skills:cell", LEADERS, "post", data={"agent": "x", "skill": "x", "level": "1"}),
    Page("skills:many", LEADERS, "post"),
    Page("skills:agent", LEADERS, on="taught agent"),
    #
    # Help on the floor
    Page("help:mine", AGENTS),
    Page("help:desk", AGENTS),
    Page("help:desk", AGENTS, "post"),
    Page("help:more", AGENTS, "post", data={"text": "x"}),
    Page("help:finish", AGENTS, "post"),
    Page("help:open", LEADERS),
    Page("help:card", LEADERS, on="help request"),
    Page("help:taking", LEADERS, "post", on="help request"),
    Page("help:answer", LEADERS, "post", on="help request", data={"text": "x"}),
    Page("help:closing", LEADERS, "post", on="help request"),
    #
    # The change-tracking list
    Page("changes:list", CHANGE_READERS),
    Page("changes:new", CHANGE_KEEPERS),
    Page("changes:new", CHANGE_KEEPERS, "post"),
    Page("changes:entry", CHANGE_READERS, on="tracking entry"),
    Page("changes:comment", CHANGE_READERS, "post", on="tracking entry", data={"text": "x"}),
    Page("changes:act", CHANGE_KEEPERS, "post", on="act on a tracking entry"),
    #
    # Themes and improvements
    *IMPROVEMENTS,
    #
    # Wallboard and reports
    Page("wallboard:board", FLOOR),
    Page("wallboard:boards", FLOOR),
    Page("wallboard:new_board", LEADERS),
    Page("wallboard:composed", FLOOR, on="board"),
    Page("wallboard:composition", LEADERS, on="board"),
    Page("wallboard:removal", LEADERS, "post", on="board"),
    #
    # Votes and surveys
    Page("votes:list", REPORT_READERS),
    Page("votes:poll", REPORT_READERS, on="poll"),
    Page("votes:result", REPORT_READERS, on="poll"),
    Page("votes:file", LEADERS | PLANNERS, on="poll"),
    Page("votes:winners", frozenset({Role.DUTY_LEADER}), "post", on="draw that is over", data={"count": "1"}),
    #
    # Alerts
    Page("alerts:list", FLOOR),
    Page("alerts:open", FLOOR),
    Page("alerts:rules", FLOOR),
    Page("alerts:new_rule", ALERT_WRITERS),
    Page("alerts:rule", ALERT_WRITERS, on="alert rule"),
    Page("alerts:webhooks", MANAGER),
    Page("alerts:new_webhook", MANAGER),
    Page("alerts:webhook", MANAGER, on="webhook"),
    Page("alerts:webhook_secret", MANAGER, "post", on="webhook"),
    Page("alerts:webhook_test", MANAGER, "post", on="webhook"),
    Page("alerts:webhook_deliveries", MANAGER, on="webhook"),
    Page("alerts:alert", FLOOR, on="alert"),
    Page("alerts:story", FLOOR, on="alert"),
    Page("alerts:acknowledge", LEADERS, "post", on="alert"),
    Page("alerts:note", LEADERS, "post", on="alert", data={"words": "x"}),
    Page("alerts:close", LEADERS, "post", on="alert", data={"words": "x"}),
    #
    # Contingency: who was called may be of any role
    for_staff("contingency:index"),
    Page("contingency:begin", LEADERS),
    Page("contingency:new_team", ALERT_WRITERS),
    Page("contingency:team", ALERT_WRITERS, on="emergency team"),
    Page("contingency:new_plan", ALERT_WRITERS),
    Page("contingency:plan", ALERT_WRITERS, on="contingency plan"),
    Page("contingency:start", LEADERS, on="contingency plan"),
    Page("contingency:for_alert", LEADERS, on="alert"),
    Page("contingency:emergency", FLOOR, on="emergency"),
    Page("contingency:story", FLOOR, on="emergency"),
    for_staff("contingency:confirm", "post", on="emergency called to"),
    for_staff("contingency:in_place", "post", on="emergency called to"),
    for_staff("contingency:step", "post", on="step of an emergency called to", data={"done": "yes"}),
    for_staff("contingency:log", "post", on="emergency called to", data={"words": "x"}),
    Page("contingency:end", LEADERS, "post", on="emergency"),
    Page("contingency:review", LEADERS, "post", on="ended emergency", data={"cause": "x"}),
    Page("contingency:add_action", LEADERS, "post", on="ended emergency"),
    for_staff("contingency:action", "post", on="action of a review", data={"done": "yes"}),
    #
    Page("reports:index", REPORT_READERS),
    Page("reports:queues", REPORT_READERS),
    Page("reports:help", REPORT_READERS),
    Page("reports:help_file", LEADERS | PLANNERS),
    Page("reports:waits", REPORT_READERS),
    Page("reports:callbacks", REPORT_READERS),
    Page("reports:queues_file", LEADERS | PLANNERS),
    Page("reports:tickets", REPORT_READERS),
    Page("reports:tickets_file", LEADERS | PLANNERS),
    Page("reports:tickets_behind", REPORT_READERS),
    #
    # Callbacks
    *CALLBACKS,
    # The customers' side of the web chat
    *CHAT,
    # Voice menu
    *VOICE_MENU,
    #
    # Interface
    *INTERFACE,
    *TMF,
    # Reference data
    Page("admin:*", MANAGER),
]
