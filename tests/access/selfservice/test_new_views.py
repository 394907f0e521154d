"""A customer opens a ticket on their phone: once, whatever goes wrong on the way, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from tests.factories.accounts import make_staff
from tests.factories.complaints import make_customer
from tests.factories.tickets import make_category, offer_on_the_web
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.short_messages.models import SentMessage
from wanhao.records.customers import queries as customers
from wanhao.service.callbacks.models import NumberProof
from wanhao.service.tickets.models import Category, OfferedCategory, Ticket, WebOwner

pytestmark = pytest.mark.django_db
MOBILE = "13900006666"
TEXT = "晚上八点以后网速很慢"
NEW, CODE, AGAIN, PAGE = "/my/new/", "/my/new/code/", "/my/new/code/another/", "/my/ticket/"


@pytest.fixture
def owner() -> Staff:
    return make_staff()


@pytest.fixture
def offered(owner: Staff) -> Category:
    return offer_on_the_web(owner)


def typed(category: Category, **other: str) -> dict[str, str]:
    return {"key": "a-form", "category": str(category.pk), "text": TEXT, "place": "", "number": MOBILE} | other


def code_sent() -> str:
    found = re.search(r"\d{6}(?=，)", SentMessage.objects.latest("pk").text)
    assert found
    return found.group()


def wrong_code() -> str:
    return "000000" if code_sent() != "000000" else "111111"


def asked(category: Category, **other: str) -> Client:
    """A phone that shows the page of the code."""
    phone = Client()
    assert phone.post(NEW, typed(category, **other)).headers["Location"] == CODE
    return phone


def in_page(phone: Client) -> str:
    """The draft as the page carries it."""
    found = re.search(r'name="draft" value="([^"]+)"', phone.get(CODE).text)
    assert found
    return found.group(1)


def test_from_the_form_to_the_page_of_the_ticket(offered: Category, owner: Staff) -> None:
    phone = asked(offered)
    page = phone.get(CODE).text
    assert ("139****6666" in page, MOBILE in page, TEXT in page) == (True, False, False)
    done = phone.post(CODE, {"code": code_sent(), "draft": in_page(phone)})
    assert done.headers["Location"] == PAGE
    ticket = Ticket.objects.get()
    assert (ticket.source, ticket.owner, ticket.text) == ("web", owner, TEXT)
    assert ticket.number in phone.get(PAGE).text
    assert StoredEvent.objects.filter(name="selfservice.OwnPageOpened").count() == 1
    assert not StoredEvent.objects.filter(data__icontains=MOBILE).exists()
    back = Client()  # later, by number and code: to the mobile that was proved
    back.post("/my/", {"number": ticket.number})
    assert SentMessage.objects.latest("pk").number == MOBILE


def test_sent_twice_it_is_one_ticket(offered: Category) -> None:
    phone = asked(offered)
    sent = {"code": code_sent(), "draft": in_page(phone)}
    for telephone in (phone, phone, Client()):  # twice, and from a browser that lost its session
        assert telephone.post(CODE, sent).headers["Location"] == PAGE
        assert telephone.get(PAGE).status_code == 200
    assert phone.post(NEW, typed(offered)).headers["Location"] == PAGE  # back to the form, and sent again
    assert Ticket.objects.count() == 1
    assert Client().post(CODE, sent | {"code": "000000"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_the_same_moment_both_lead_to_the_one_ticket() -> None:
    phone = asked(offer_on_the_web(make_staff()))
    sent = {"code": code_sent(), "draft": in_page(phone)}
    together, led = Barrier(2), []

    def press() -> None:
        again = Client()
        again.cookies = phone.cookies.copy()
        together.wait(5)
        try:
            led.append(again.post(CODE, sent).headers.get("Location"))
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert led == [PAGE, PAGE]
    assert Ticket.objects.count() == 1


def test_wrong_and_late_codes_lose_nothing(offered: Category) -> None:
    phone = asked(offered, place="江岸路 12 号")
    assert phone.post(CODE, {"code": wrong_code(), "draft": in_page(phone)}).status_code == 422
    NumberProof.objects.update(expires_at=now() - timedelta(minutes=1))
    late = phone.post(CODE, {"code": code_sent(), "draft": in_page(phone)})
    assert late.status_code == 422
    form = phone.get(NEW).text
    assert TEXT in form
    assert "江岸路 12 号" in form
    assert phone.post(AGAIN, {"draft": in_page(phone)}).headers["Location"] == CODE
    assert phone.post(CODE, {"code": code_sent(), "draft": in_page(phone)}).headers["Location"] == PAGE
    assert Ticket.objects.get().place == "江岸路 12 号"


def test_too_many_wrong_codes_end_it_but_not_the_text(offered: Category) -> None:
    phone = asked(offered)
    for _ in range(5):
        phone.post(CODE, {"code": wrong_code()})
    assert phone.post(CODE, {"code": code_sent()}).status_code == 422
    assert not Ticket.objects.exists()
    assert TEXT in phone.get(NEW).text


def test_without_its_session_the_page_still_carries_everything(offered: Category) -> None:
    phone = asked(offered)
    draft, code = in_page(phone), code_sent()
    phone.cookies.clear()
    assert phone.get(CODE).headers["Location"] == NEW
    assert phone.post(CODE, {"code": code, "draft": "x" + draft[1:]}).headers["Location"] == NEW  # not sealed by us
    assert phone.post(CODE, {"code": code, "draft": draft}).headers["Location"] == PAGE
    assert Ticket.objects.get().text == TEXT


def test_a_category_that_is_gone_is_chosen_anew_with_the_same_code(offered: Category, owner: Staff) -> None:
    phone = asked(offered)
    OfferedCategory.objects.update(is_active=False)
    other = offer_on_the_web(owner)
    code = code_sent()
    assert phone.post(CODE, {"code": code, "draft": in_page(phone)}).headers["Location"] == NEW
    assert TEXT in phone.get(NEW).text
    assert phone.post(NEW, typed(offered)).status_code == 422
    assert phone.post(NEW, typed(other)).headers["Location"] == CODE
    assert SentMessage.objects.count() == 1
    assert phone.post(CODE, {"code": code, "draft": in_page(phone)}).headers["Location"] == PAGE
    assert Ticket.objects.get().category == other


def test_whoever_could_own_it_is_gone_and_the_code_stays_good(offered: Category, owner: Staff) -> None:
    phone = asked(offered)
    Staff.objects.update(is_active=False)
    sent = {"code": code_sent(), "draft": in_page(phone)}
    assert phone.post(CODE, sent).status_code == 422
    Staff.objects.update(is_active=True)
    assert phone.post(CODE, sent).headers["Location"] == PAGE


@pytest.mark.parametrize(
    ("name", "value"), [("number", "0900123"), ("number", "x"), ("text", " "), ("category", "0"), ("category", "x")]
)
def test_what_is_wrong_is_said_and_the_rest_stays(offered: Category, name: str, value: str) -> None:
    page = Client().post(NEW, typed(offered) | {name: value})
    assert (page.status_code, "field-error" in page.text) == (422, True)
    assert (TEXT if name != "text" else MOBILE) in page.text
    assert not SentMessage.objects.exists()


def test_so_often_for_one_number_and_nothing_tells_whose_it_is(offered: Category) -> None:
    ours = customers.mobile_of(make_customer().pk)
    answers = []
    for number in (ours, MOBILE):
        phones = [Client() for _ in range(4)]
        answers.append([phone.post(NEW, typed(offered, number=number)).status_code for phone in phones])
    assert answers == [[302, 302, 302, 422]] * 2
    assert TEXT in Client().post(NEW, typed(offered, number=ours)).text


def test_without_settings_the_page_leads_to_the_telephone(offered: Category) -> None:
    WebOwner.objects.all().delete()
    page = Client().get(NEW)
    assert (page.status_code, "<textarea" in page.text, "/callback/" in page.text) == (200, False, True)
    kept = Client().post(NEW, typed(offered))
    assert (kept.status_code, TEXT in kept.text) == (422, True)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "请描述具体情况"), ("en", "What happened?")])
def test_both_languages_and_groups(owner: Staff, language: str, words: str) -> None:
    group = make_category(name_zh="宽带", name_en="Broadband")
    offer_on_the_web(owner, category=make_category(parent=group, name_zh="断网", name_en="No connection"))
    page = Client(headers={"Accept-Language": language}).get(NEW).text
    assert words in page
    assert f'<optgroup label="{"宽带" if language == "zh-hans" else "Broadband"}">' in page
    assert NEW in Client().get("/my/").text
