"""A list is checked, looked over, written; rejected rows come back with reasons; twice changes nothing."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import Workbook

from tests.factories.accounts import make_staff, signed_in
from tests.factories.imports import BASKET, fruit_file, received, register_fruit
from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.imports import keeping, queries, vault, work
from wanhao.foundation.imports.actions import begin_writing, bring_list, cancel_import, write_list
from wanhao.foundation.imports.models import ImportRun
from wanhao.foundation.imports.uploads import checked_upload, safe_name, type_of
from wanhao.foundation.notices.models import Notice

pytestmark = pytest.mark.django_db
LIST = "name,colour\napple,red\npear,blue\ndurian,green\ngrape,green\n"


@pytest.fixture
def maintainer() -> Staff:
    register_fruit()
    return make_staff(Role.DATA_MAINTAINER)


def rejected_rows(run: ImportRun) -> list[list[str]]:
    return list(csv.reader(io.StringIO(queries.rejected_file(run).decode("utf-8-sig"))))


def test_checking_writes_nothing(maintainer: Staff) -> None:
    run = received(LIST, by=maintainer)
    run.refresh_from_db()
    assert (run.state, run.total, run.good, run.bad) == ("checked", 4, 3, 1)
    assert run.problems == [{"line": 3, "text": "Colour: Choose red or green."}]
    assert not BASKET


def test_writing_counts_and_gives_back_what_was_rejected(maintainer: Staff) -> None:
    run = received(LIST, by=maintainer)
    write_list(run.public_id, by=maintainer)
    run.refresh_from_db()
    assert (run.state, run.created, run.good, run.bad) == ("done", 2, 2, 2)
    assert BASKET == {"apple": "red", "grape": "green"}
    rows = rejected_rows(run)
    assert rows[0] == ["name", "colour", "Reason"]
    assert rows[1:] == [["pear", "blue", "Colour: Choose red or green."], ["durian", "green", "Not in this house."]]
    event = StoredEvent.objects.get(name="imports.ListImported")
    assert (event.data["created"], event.data["rejected"]) == (2, 2)


def test_the_same_list_twice_changes_nothing(maintainer: Staff) -> None:
    for _ in range(2):
        run = received(LIST, by=maintainer)
        write_list(run.public_id, by=maintainer)
    run.refresh_from_db()
    assert (run.created, run.updated, run.unchanged) == (0, 0, 2)


def test_the_list_lies_sealed_and_goes_when_written(maintainer: Staff) -> None:
    run = received(LIST, by=maintainer)
    place = vault.place(run.public_id, "list")
    assert b"apple" not in place.read_bytes()
    write_list(run.public_id, by=maintainer)
    assert not place.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_lists_in_their_encodings(maintainer: Staff, encoding: str) -> None:
    run = received("名称;颜色\n苹果;red\n", by=maintainer, encoding=encoding)
    write_list(run.public_id, by=maintainer)
    assert BASKET == {"苹果": "red"}


def test_spreadsheets(maintainer: Staff) -> None:
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["名称", "颜色"])
    sheet.append([12100001234.0, "green"])
    book.save(content)
    from django.core.files.uploadedfile import SimpleUploadedFile

    from wanhao.foundation.imports.actions import receive_list

    run = receive_list("fruit", SimpleUploadedFile("fruit.xlsx", content.getvalue()), by=maintainer)
    write_list(run.public_id, by=maintainer)
    assert BASKET == {"12100001234": "green"}


def test_a_missing_column_is_named_before_anything_is_kept(maintainer: Staff) -> None:
    with pytest.raises(Invalid, match="Colour"):
        received("name\napple\n", by=maintainer)
    assert not ImportRun.objects.exists()


def test_a_formula_in_a_rejected_row_stays_harmless(maintainer: Staff) -> None:
    run = received("name,colour\n=cmd|x,blue\n", by=maintainer)
    assert rejected_rows(run)[1][0] == "'=cmd|x"


def test_cancelled_lists_are_not_written(maintainer: Staff) -> None:
    run = received(LIST, by=maintainer)
    cancel_import(run.public_id, by=maintainer)
    with pytest.raises(NotAllowed):
        write_list(run.public_id, by=maintainer)
    ImportRun.objects.filter(pk=run.pk).update(state="cancelled")
    work.write(run.pk)
    assert not BASKET


def test_others_cannot_see_my_list_and_the_right_is_asked(maintainer: Staff) -> None:
    run = received(LIST, by=maintainer)
    with pytest.raises(NotFound):
        write_list(run.public_id, by=make_staff(Role.DATA_MAINTAINER, unit=maintainer.unit))
    with pytest.raises(Forbidden):
        received(LIST, by=make_staff(Role.SYSTEM_MANAGER))


def test_a_fault_in_a_kind_fails_the_run_and_says_so(maintainer: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    run = received(LIST, by=maintainer)
    ImportRun.objects.filter(pk=run.pk).update(kind="gone", state="writing")
    work.write(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert run.message


def test_long_lists_become_a_job(maintainer: Staff) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    run = received("name,colour\n" + "apple,red\n" * 20_000, by=maintainer)
    run.refresh_from_db()
    assert run.state == "checking"
    assert ProcrastinateJob.objects.filter(task_name="imports.check_list", args__run_id=run.pk).count() == 1


def long_list(maintainer: Staff) -> ImportRun:
    """A list for the worker, checked by it."""
    run = received("name,colour\n" + "apple,red\n" * 12_000 + "pear,blue\n", by=maintainer)
    work.check(run.pk)
    return run


def test_who_brought_a_long_list_is_told_when_it_is_checked_and_written(maintainer: Staff) -> None:
    run = long_list(maintainer)
    write_list(run.public_id, by=maintainer)
    work.write(run.pk)
    checked, written = Notice.objects.filter(staff=maintainer).order_by("pk")
    assert checked.text_en == "The list fruit.csv is checked: 12000 good rows, 1 rejected. Say whether to write it."
    assert "12000" in written.text_zh
    assert written.link == f"/imports/runs/{run.public_id}/"
    received(LIST, by=maintainer)
    assert Notice.objects.count() == 2  # a short list is over at once


def test_a_list_whose_process_was_killed_is_over_and_can_be_sent_again(maintainer: Staff) -> None:
    run, waiting = long_list(maintainer), long_list(maintainer)
    write_list(run.public_id, by=maintainer)
    write_list(waiting.public_id, by=maintainer)  # its job has not begun: the worker may be away
    ImportRun.objects.filter(pk=run.pk).update(advanced_at=timezone.now() - timedelta(minutes=9))
    assert keeping.fail_stalled(timezone.now()) == 0
    assert keeping.fail_stalled(timezone.now() + timedelta(minutes=2)) == 1
    run.refresh_from_db()
    waiting.refresh_from_db()
    assert (run.state, waiting.state) == ("failed", "writing")
    assert "send the same list again" in run.message
    assert Notice.objects.filter(staff=maintainer, level=Notice.Level.WARNING).count() == 1
    work.write(run.pk)  # too late
    assert not BASKET


def test_a_short_list_whose_process_was_killed_between_two_steps_is_over_too(maintainer: Staff) -> None:
    checking = bring_list("fruit", "list.csv", LIST.encode(), by=maintainer)
    writing = received(LIST, by=maintainer)
    begin_writing(writing.public_id, by=maintainer)
    assert keeping.fail_stalled(timezone.now() + timedelta(minutes=9)) == 0
    assert keeping.fail_stalled(timezone.now() + timedelta(minutes=11)) == 2
    for run in (checking, writing):
        run.refresh_from_db()
        assert (run.state, vault.place(run.public_id, "list").exists()) == ("failed", False)


def test_old_lists_and_rejected_rows_are_forgotten(maintainer: Staff) -> None:
    written, left = received(LIST, by=maintainer), received(LIST, by=maintainer)
    write_list(written.public_id, by=maintainer)
    assert keeping.forget_old(timezone.now() + timedelta(days=29)) == 0
    assert keeping.forget_old(timezone.now() + timedelta(days=31)) >= 3  # beside those of other tests
    assert not vault.place(left.public_id, "list").exists()
    written.refresh_from_db()
    left.refresh_from_db()
    assert (written.state, written.problems, queries.rejected_file(written)) == ("done", [], b"")
    page = signed_in(maintainer).get(f"/imports/runs/{written.public_id}/").content.decode()
    assert "The rejected rows were deleted 30 days after the import." in page
    assert left.state == "cancelled"


def test_the_pages(maintainer: Staff) -> None:
    client = signed_in(maintainer)
    answer = client.post("/imports/fruit/", {"file": fruit_file(LIST)}, follow=True)
    text = answer.content.decode()
    assert "Write 3 rows" in text
    assert "Choose red or green." in text
    address = answer.redirect_chain[-1][0]
    assert "durian" in client.get(address).content.decode(), "the first rows are shown"
    client.post(f"{address}writing/")
    assert client.get(f"{address}rejected.csv")["Content-Type"].startswith("text/csv")
    wrong = client.post("/imports/fruit/", {"file": fruit_file("", name="x.csv")})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"RIFF0000WAVEfmt ", "wav"),
        (b"RIFF0000AVI fmt ", ""),  # a container of another sort
        (b"a,b\n1,2\n", "csv"),
        (b"MZ\0\0", ""),  # a programme
        (b"PK\x03\x04broken", ""),
    ],
)
def test_types_are_read_from_the_content(content: bytes, kind: str) -> None:
    assert type_of(content) == kind


def test_names_cannot_lead_elsewhere() -> None:
    assert safe_name("../../etc/passwd") == "passwd"
    assert safe_name("c:\\x\\客户 (1).csv") == "客户 (1).csv"
    assert safe_name("..") == "file"


def test_a_programme_named_csv_is_refused() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    with pytest.raises(Invalid):
        checked_upload(SimpleUploadedFile("list.csv", b"MZ\0\0\0"), allowed=("csv", "xlsx"))
