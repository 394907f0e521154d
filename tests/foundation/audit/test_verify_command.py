"""The command: what it prints and its exit code."""

import pytest
from rich.console import Console

from tests.foundation.audit.test_sealing import record_doors, tamper
from wanhao.foundation.audit.sealing import seal_events
from wanhao.operations.verify_audit import main

pytestmark = pytest.mark.usefixtures("trail")


def test_the_command_tells_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    record_doors(1, 2)
    seal_events()
    main(Console(width=200))
    said = capsys.readouterr().out
    assert "2 events in 1 seals compared, 0 not yet sealed." in said
    assert "Everything is as it was recorded." in said


def test_the_command_names_the_fault_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    first, _second = record_doors(1, 2)
    seal_events()
    tamper("update audit_event set actor = 'staff:1' where id = %s", first)
    with pytest.raises(SystemExit) as ended:
        main(Console(width=200))
    assert ended.value.code == 1
    assert f"event {first}" in capsys.readouterr().out
