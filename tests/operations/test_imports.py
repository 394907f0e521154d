"""Imports from the command line: written here and now, a preview writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.accounts import make_staff, make_unit
from wanhao.common.errors import Forbidden, Invalid
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.operations.imports import import_list
from wanhao.records.customers.models import Party

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = "customer_key,name,region\nC1,王小明,dongjiang\nC2,李四,nowhere\n"


@pytest.fixture
def clerk() -> Staff:
    return make_staff(Role.DATA_MAINTAINER, unit=make_unit("region", code="dongjiang"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(ROWS)
    return path


def test_good_rows_are_written_and_rejected_ones_lie_beside_the_list(clerk: Staff, file: Path) -> None:
    import_list("customers", file, clerk, writes=True)
    assert [party.external_key for party in Party.objects.all()] == ["C1"]
    rejected = file.with_name("list.rejected.csv").read_text("utf-8-sig").splitlines()
    assert len(rejected) == 2
    assert rejected[1].startswith("C2,李四,nowhere,")
    again = import_list("customers", file, clerk, writes=True)
    assert (again.created, again.unchanged, again.bad) == (0, 1, 1)


def test_a_preview_writes_nothing(clerk: Staff, file: Path) -> None:
    import_list("customers", file, clerk, writes=False)
    assert not Party.objects.exists()


def test_what_is_wrong_is_said_in_the_language_of_who_imports(clerk: Staff, tmp_path: Path) -> None:
    headless = tmp_path / "list.csv"
    headless.write_text("name\n王小明\n")
    clerk.language = "en"
    with pytest.raises(Invalid, match="The first line lacks"):
        import_list("customers", headless, clerk, writes=False)
    clerk.language = "zh-hans"
    with pytest.raises(Invalid, match="首行缺少"):
        import_list("customers", headless, clerk, writes=False)


def test_who_may_not_import_is_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        import_list("customers", file, make_staff(), writes=True)
    nothing = tmp_path / "picture.csv"
    nothing.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Invalid):
        import_list("customers", nothing, make_staff(Role.DATA_MAINTAINER), writes=True)
