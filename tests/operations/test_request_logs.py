"""Lines of a request to a contact's address name the contact, as telephony and worker name it."""

from __future__ import annotations

import pytest

from tests.factories.accounts import make_staff, signed_in
from tests.factories.contacts import make_contact
from tests.factories.interface import token_headers
from wanhao.foundation.accounts.rights import Role

pytestmark = pytest.mark.django_db


def test_pages_and_interface_log_the_contact_of_the_address(capsys: pytest.CaptureFixture[str]) -> None:
    contact = make_contact()
    leader = make_staff(Role.TEAM_LEADER, unit=contact.unit)
    client = signed_in(leader)
    capsys.readouterr()
    client.get(f"/contacts/{contact.public_id}/")
    client.get(f"/api/v1/contacts/{contact.public_id}", headers=token_headers(leader))
    client.get("/contacts/")
    page, interface, listed = [line for line in capsys.readouterr().out.splitlines() if "[info     ] request" in line]
    assert f"contact={contact.public_id}" in page
    assert f"contact={contact.public_id}" in interface
    assert "contact=" not in listed
