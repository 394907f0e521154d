"""Work orders over the interface: sent, accepted, finished with a file; refusals in the one form of errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.factories.dispatch import make_department, make_order_type, make_worker
from tests.factories.files import upload
from tests.factories.interface import token_headers
from tests.factories.tickets import make_ticket
from wanhao.foundation.files import vault

pytestmark = pytest.mark.django_db
HERE = "/api/v1/work-orders"


def test_from_sending_to_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "folder", lambda: tmp_path)
    ticket, department, kind = make_ticket(), make_department(), make_order_type(needs_evidence=True)
    owner, client = token_headers(ticket.owner), Client()
    worker = token_headers(make_worker(department))
    wanted = {"ticket": ticket.number, "department": department.code, "type": kind.code, "text": "请现场测试"}
    wrong = client.post(HERE, wanted | {"department": "x"}, content_type="application/json", headers=owner)
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (422, ["department"])
    sent = client.post(HERE, wanted, content_type="application/json", headers=owner)
    assert sent.status_code == 201
    one = f"{HERE}/{sent.json()['number']}"
    assert client.post(f"{one}/acceptance", {}, content_type="application/json", headers=worker).status_code == 200
    late = client.post(f"{one}/refusal", {"reason": "不归我们"}, content_type="application/json", headers=worker)
    assert (late.status_code, late.json()["error"]["code"]) == (409, "not_allowed")
    bare = client.post(f"{one}/result", {"result": "已修复"}, headers=worker)
    assert (bare.status_code, list(bare.json()["error"]["fields"])) == (422, ["uploads"])
    done = client.post(f"{one}/result", {"result": "已修复", "evidence": [upload()]}, headers=worker)
    assert (done.status_code, done.json()["state"]) == (200, "finished")
    story = client.get(one, headers=owner).json()["story"]
    assert [line["kind"] for line in story] == ["sent", "accepted", "finished"]
    listed = client.get(HERE, {"ticket": ticket.number, "state": "finished"}, headers=owner).json()
    assert [item["number"] for item in listed["items"]] == [sent.json()["number"]]
