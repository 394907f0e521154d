"""Hours as rows: periods, special days, and what is kept of them."""

from datetime import date, datetime, time

import pytest

from tests.factories.accounts import make_staff, signed_in
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.calendars import actions, queries
from wanhao.foundation.calendars.models import Hours, PastHours, Period, SpecialDay
from wanhao.foundation.calendars.rules import SHANGHAI

pytestmark = pytest.mark.django_db


@pytest.fixture
def hours() -> Hours:
    """Monday to Friday, 9:00–12:00 and 13:30–24:00."""
    queries.forget_kept_hours()
    made = Hours.objects.create(code="office", name_zh="后台", name_en="Back office")
    for weekday in range(5):
        Period.objects.create(hours=made, weekday=weekday, opens_at=time(9), closes_at=time(12))
        Period.objects.create(hours=made, weekday=weekday, opens_at=time(13, 30), closes_at=None)
    return made


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of February 2026."""
    return datetime(2026, 2, day, hour, minute, tzinfo=SHANGHAI)


def test_rows_become_hours(hours: Hours) -> None:
    assert queries.is_open(hours, at(13, 9))
    assert not queries.is_open(hours.pk, at(13, 12, 30))
    assert queries.is_open(hours, at(13, 23, 59)), "no end is 24:00"
    assert queries.next_opening(hours, at(15, 3)) == at(24, 9)
    assert queries.due_at(hours, at(13, 23), 2 * 3600) == at(14, 10)
    assert queries.open_seconds_between(hours, at(13, 11), at(13, 14)) == 3600 + 1800


def test_no_hours_are_always_open() -> None:
    assert queries.is_open(None, at(17, 3))
    assert queries.next_opening(None, at(17, 3)) == at(17, 3)
    assert queries.due_at(None, at(17, 3), 3600) == at(17, 4)


def test_a_word_on_these_hours_comes_before_a_word_on_all(hours: Hours) -> None:
    SpecialDay.objects.create(day=date(2026, 2, 13), hours=None, is_working=False, name="停业")
    SpecialDay.objects.create(day=date(2026, 2, 13), hours=hours, is_working=True, name="值班")
    SpecialDay.objects.create(day=date(2026, 2, 12), hours=None, is_working=False, name="停业")
    assert queries.is_open(hours, at(13, 10))
    assert not queries.is_open(hours, at(12, 10))


def test_hours_without_periods_never_open() -> None:
    empty = Hours.objects.create(code="none", name_zh="无", name_en="None")
    assert queries.next_opening(empty, at(13, 10)) is None


def test_an_administrator_changes_the_hours_and_they_count_at_once(hours: Hours) -> None:
    assert queries.is_open(hours, at(13, 9))
    browser = signed_in(make_staff(Role.SYSTEM_MANAGER))
    page = browser.get(f"/admin/calendars/hours/{hours.pk}/change/")
    assert page.status_code == 200
    form = {"code": "office", "name_zh": "后台", "name_en": "Back office", "follows_holidays": "on"}
    form |= {"periods-TOTAL_FORMS": "1", "periods-INITIAL_FORMS": "0", "periods-MIN_NUM_FORMS": "0"}
    form |= {"periods-0-weekday": "5", "periods-0-opens_at": "09:00", "periods-0-closes_at": "08:00"}
    answer = browser.post(f"/admin/calendars/hours/{hours.pk}/change/", form)
    assert "A period ends after it begins" in answer.content.decode()
    for number, period in enumerate(hours.periods.all()):
        form |= {f"periods-{number}-id": str(period.pk), f"periods-{number}-DELETE": "on"}
        form |= {f"periods-{number}-weekday": "0", f"periods-{number}-opens_at": "09:00"}
    form |= {"periods-TOTAL_FORMS": "10", "periods-INITIAL_FORMS": "10", "periods-0-closes_at": ""}
    answer = browser.post(f"/admin/calendars/hours/{hours.pk}/change/", form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    a_friday_ahead = datetime(2031, 2, 14, 9, tzinfo=SHANGHAI)
    assert not queries.is_open(hours, a_friday_ahead)
    assert queries.is_open(hours, at(13, 9)), "what was open stays so"


def test_the_admin_says_which_years_are_not_known() -> None:
    page = signed_in(make_staff(Role.SYSTEM_MANAGER)).get("/admin/calendars/specialday/").content.decode()
    for year in queries.years_without_holidays(date.today()):
        assert f"The public holidays of {year} are not in this version" in page
    assert queries.years_without_holidays(date(2089, 1, 1)) == [2089, 2090]


def test_what_was_open_before_a_change_stays_what_it_was(hours: Hours, monkeypatch: pytest.MonkeyPatch) -> None:
    changed_at = at(13, 15)
    monkeypatch.setattr(actions, "now", lambda: changed_at)
    monkeypatch.setattr(actions, "localdate", changed_at.date)
    with actions.changing_hours(by=Actor.system("test")):
        SpecialDay.objects.create(day=date(2026, 2, 13), hours=None, is_working=False, name="停业")
        SpecialDay.objects.create(day=date(2026, 2, 24), hours=hours, is_working=False, name="停业")
    assert queries.open_seconds_between(hours, at(13, 9), at(13, 23)) == 3 * 3600 + 1.5 * 3600
    assert not queries.is_open(hours, at(13, 16))
    with actions.changing_hours(by=Actor.system("test")):
        SpecialDay.objects.filter(day=date(2026, 2, 24)).delete()
    assert PastHours.objects.count() == 1, "what differs only of days to come is not kept"
    assert queries.is_open(hours, at(24, 9))
    assert StoredEvent.objects.filter(name="calendars.HoursChanged").count() == 2
