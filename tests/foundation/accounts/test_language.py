"""The language of the pages."""

import pytest

from tests.factories.accounts import make_staff, signed_in

pytestmark = pytest.mark.django_db


def test_the_language_is_kept_with_the_person() -> None:
    staff = make_staff(role=None, language="zh-hans")
    client = signed_in(staff)
    client.post("/language/", {"language": "en", "next": "/"})
    staff.refresh_from_db()
    assert staff.language == "en"
    assert "Welcome" in client.get("/").content.decode()
