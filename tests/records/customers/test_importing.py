"""Importing customers: everything of a row or nothing, the same list twice changes nothing."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.factories.accounts import make_staff, make_unit
from tests.factories.customers import TEST, make_account, make_subscription
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.imports import queries as imports
from wanhao.foundation.imports.actions import receive_list, write_list
from wanhao.foundation.imports.models import ImportRun
from wanhao.records.customers import actions, queries
from wanhao.records.customers.import_rows import COLUMNS, check_row, prepare
from wanhao.records.customers.models import Account, Address, Party, Subscription

pytestmark = pytest.mark.django_db
HEAD = "客户标识,姓名,区域,等级,特殊需要,账号,业务,号码,套餐,地址\n"


@pytest.fixture
def region() -> Unit:
    return make_unit("region", code="dongjiang", name_zh="东江")


@pytest.fixture
def clerk(region: Unit) -> Staff:
    return make_staff(Role.DATA_MAINTAINER, unit=region)


def imported(clerk: Staff, content: bytes, name: str = "list.csv") -> ImportRun:
    """The list received, checked, written."""
    run = receive_list("customers", SimpleUploadedFile(name, content), by=clerk)
    if run.kind and ImportRun.objects.get(pk=run.pk).good:
        write_list(run.public_id, by=clerk)
    return ImportRun.objects.get(pk=run.pk)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.bad


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_written_once_however_often_it_comes(clerk: Staff, region: Unit, encoding: str) -> None:
    lines = HEAD + (
        "C1,王小明,东江,VIP,高龄；听力障碍,A-1,移动电话,121 0000 0001,畅享 129,东江市滨河区金桂路 1 号\n"
        "C1,王小明,dongjiang,vip,elderly;hearing,A-1,broadband,kd0900-1,宽带 300M,\n"
        "C2,Alice Brown,东江,,,,,,,\n"
    )
    lines = lines.replace("高龄；听力障碍", "elderly；hearing").replace("移动电话", "mobile")
    run = imported(clerk, lines.encode(encoding))
    assert (run.state, counts(run)) == ("done", (2, 1, 0, 0))
    party = Party.objects.get(external_key="C1")
    assert (party.name, party.tier, party.special_needs, party.region) == (
        "王小明",
        "vip",
        ["elderly", "hearing"],
        region,
    )
    assert queries.customer_by_number("12100000001") == party
    assert Subscription.objects.filter(account__party=party).count() == 2
    assert Address.objects.get().text == "东江市滨河区金桂路 1 号"
    before = StoredEvent.objects.exclude(subject__startswith="import:").count()
    again = imported(clerk, lines.encode(encoding))
    assert counts(again) == (0, 0, 3, 0)
    assert StoredEvent.objects.exclude(subject__startswith="import:").count() == before


def test_changed_rows_update_and_say_so(clerk: Staff) -> None:
    imported(clerk, (HEAD + "C1,王小明,东江,gold,,A-1,mobile,12100000001,畅享 129,老地址\n").encode())
    run = imported(clerk, (HEAD + "C1,王小明,东江,vip,,A-1,mobile,12100000001,畅享 199,新地址\n").encode())
    assert counts(run) == (0, 1, 0, 0)
    party = Party.objects.get()
    assert (party.tier, party.version, Subscription.objects.get().plan_name) == ("vip", 2, "畅享 199")
    assert Address.objects.get().text == "新地址"
    first, second = StoredEvent.objects.filter(customer_id=party.pk).order_by("id")
    assert (first.name, first.unit_id) == ("customers.CustomerImported", party.unit_id)
    assert first.data["added"] == ["customer", "account", "subscription", "address"]
    assert second.data["changed"] == ["customer", "subscription", "address"]


def test_rejected_rows_come_back_with_their_reasons(clerk: Staff) -> None:
    make_unit("region", code="xiling", name_zh="西岭")
    held = make_subscription(make_account(number="A-9"), number="12100000009")
    lines = HEAD + (
        "C1,王小明,西岭,,,,,,,\n"  # a region out of reach
        "C2,,东江,,,,,,,\n"  # no name
        "C3,李四,东江,platinum,,,,,,\n"  # no such tier
        "C4,李四,东江,,,A-9,,,,\n"  # somebody else's account
        "C5,李四,东江,,,A-5,mobile,12100000009,,\n"  # somebody else's number
        "C6,李四,东江,,,,mobile,12100000006,,\n"  # a service without account
        "C7,李四,东江,,,A-7,mobile,abc,,\n"  # no telephone number
        "C8,李四,东江,,,A-8,mobile,12100000008,,\n"
        "C9,赵五,东江,,,A-8,,,,\n"  # an account given to another customer two lines before
    )
    run = imported(clerk, lines.encode())
    assert counts(run) == (1, 0, 0, 8)
    reasons = imports.rejected_file(run).decode("utf-8-sig").splitlines()
    assert len(reasons) == 9
    for words in ("Unknown region", "Give a name", "platinum", "Another customer has this account", "no valid number"):
        assert any(words in line for line in reasons), words
    assert not Account.objects.filter(number="A-5").exists()
    assert not Party.objects.filter(external_key="C5").exists()
    assert Subscription.objects.get(pk=held.pk).account.number == "A-9"


def test_a_customer_of_another_region_is_left_alone(clerk: Staff) -> None:
    foreign = make_unit("region", code="xiling")
    actions.register_customer(actions.CustomerDetails(name="王"), region=foreign, external_key="C1", by=TEST)
    run = imported(clerk, (HEAD + "C1,改名,东江,,,,,,,\n").encode())
    assert counts(run) == (0, 0, 0, 1)
    assert Party.objects.get(external_key="C1").name == "王"


def test_a_spreadsheet_with_english_heads(clerk: Staff) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["customer_key", "name", "region", "account_number", "service", "number"])
    sheet.append(["C1", "王小明", "dongjiang", 10001, "mobile", 12100000001])
    file = io.BytesIO()
    book.save(file)
    assert counts(imported(clerk, file.getvalue(), "list.xlsx")) == (1, 0, 0, 0)
    assert Subscription.objects.get().number == "12100000001"


def test_codes_are_known_by_their_words_in_both_languages(clerk: Staff) -> None:
    known = prepare(clerk)
    row = dict.fromkeys((column.key for column in COLUMNS), "") | {"customer_key": "C1", "name": "王", "region": "东江"}
    assert check_row(row | {"tier": "Gold", "kind": "ORGANISATION"}, known).details.tier == "gold"
    with pytest.raises(Invalid) as refused:
        check_row(row | {"special_needs": "elderly,lazy", "language": "xx"}, known)
    assert set(refused.value.fields) == {"special_needs", "language"}
