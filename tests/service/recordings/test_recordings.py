"""Recordings: converted, sealed, played, deleted."""

import io
import os
import wave
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_answered_contact, make_contact
from tests.factories.recordings import make_capture, make_recording
from wanhao.common.errors import NotAllowed, NotFound
from wanhao.common.sealing import CannotUnseal
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.recordings import actions, conversion, files, queries, retention
from wanhao.service.recordings.models import Recording, RecordingPlay, RecordingPolicy

pytestmark = pytest.mark.django_db
Status = Recording.Status


def wav_of(row: Recording) -> bytes:
    return b"".join(files.open_file(row).read())


def strongest_hertz(samples: np.ndarray) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * 8000 / len(samples))


def test_a_conversation_becomes_a_sealed_stereo_file() -> None:
    row = make_recording(make_answered_contact())
    with wave.open(io.BytesIO(wav_of(row))) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8000)
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2)
    assert abs(strongest_hertz(sound[:, 0]) - 440) < 2  # the customer on the left
    assert abs(strongest_hertz(sound[:, 1]) - 880) < 2  # the agent on the right
    assert row.status == Status.READY
    assert row.seconds == pytest.approx(2.0, abs=0.05)
    assert row.customer_level_db == pytest.approx(-15.2, abs=0.5)
    assert row.agent_level_db == pytest.approx(-15.2, abs=0.5)
    assert row.keep_until == timezone.localdate() + timedelta(days=365)
    assert b"WAVE" not in (files.recordings_folder() / row.file_name).read_bytes()
    assert StoredEvent.objects.filter(name="recordings.RecordingReady", contact_id=row.contact_id).count() == 1


def test_the_raw_capture_is_gone_and_the_fingerprint_is_that_of_the_wav() -> None:
    row = make_recording(make_answered_contact(), is_converted=False)
    (raw,) = [Path(capture["path"]) for capture in row.captures]
    assert raw.exists()
    conversion.convert(row.pk)
    row.refresh_from_db()
    assert not raw.exists()
    copy = raw.with_name("copy.wav")
    copy.write_bytes(wav_of(row))
    assert files.fingerprint(copy) == row.sha256
    copy.unlink()


def test_converting_again_after_a_crash_changes_nothing() -> None:
    row = make_recording(make_answered_contact())
    conversion.convert(row.pk)
    assert StoredEvent.objects.filter(name="recordings.RecordingReady").count() == 1
    assert wav_of(row)


def test_a_file_of_another_recording_cannot_be_put_in_its_place() -> None:
    one, two = make_recording(make_answered_contact()), make_recording(make_answered_contact())
    folder = files.recordings_folder()
    (folder / one.file_name).write_bytes((folder / two.file_name).read_bytes())
    with pytest.raises(CannotUnseal):
        wav_of(one)


def test_the_agent_who_served_and_a_leader_may_listen_a_stranger_may_not() -> None:
    contact = make_answered_contact()
    row = make_recording(contact)
    leader = make_staff(Role.TEAM_LEADER, unit=contact.unit)
    for listener in (contact.agent, leader):
        assert actions.play_recording(row.public_id, by=listener).length > 0
    for stranger in (make_staff(unit=contact.unit), make_staff(Role.TEAM_LEADER, unit=make_unit())):
        with pytest.raises(NotFound):
            actions.play_recording(row.public_id, by=stranger)
    assert queries.recordings_of(contact, leader) == [row]


def test_every_play_is_an_event_and_jumping_about_is_the_same_play() -> None:
    contact = make_answered_contact()
    row = make_recording(contact)
    for start in (0, 20_000, 400):
        actions.play_recording(row.public_id, by=contact.agent, start=start)
    assert StoredEvent.objects.filter(name="recordings.RecordingPlayed").count() == 1
    actions.play_recording(row.public_id, by=contact.agent)
    assert StoredEvent.objects.filter(name="recordings.RecordingPlayed").count() == 2
    leader = make_staff(Role.TEAM_LEADER, unit=contact.unit)
    actions.play_recording(row.public_id, by=leader, start=500)  # never heard its beginning: a play all the same
    assert RecordingPlay.objects.filter(staff=leader).count() == 1


def test_an_unready_recording_says_so() -> None:
    contact = make_answered_contact()
    row = make_recording(contact, is_converted=False)
    with pytest.raises(NotAllowed):
        actions.play_recording(row.public_id, by=contact.agent)


def test_retention_deletes_what_is_due_and_says_so() -> None:
    contact = make_answered_contact()
    row = make_recording(contact)
    assert retention.delete_due(row.keep_until) == 0  # the last day it is kept
    assert retention.delete_due(row.keep_until + timedelta(days=1)) == 1
    row.refresh_from_db()
    assert row.status == Status.DELETED
    assert list(files.recordings_folder().glob(f"{row.public_id}*")) == []
    assert StoredEvent.objects.filter(name="recordings.RecordingDeleted").count() == 1
    with pytest.raises(NotAllowed):
        actions.play_recording(row.public_id, by=contact.agent)


def test_the_policy_says_how_long_but_never_less_than_three_months() -> None:
    RecordingPolicy.objects.create(keep_days=100)
    assert make_recording(make_answered_contact()).keep_until == timezone.localdate() + timedelta(days=100)
    with pytest.raises(IntegrityError):
        RecordingPolicy.objects.update(keep_days=91)


def test_the_sweep_removes_stray_captures_and_no_others() -> None:
    capture = make_capture(files.captures_folder() / "running.pcap")
    actions.begin_recording(make_contact().pk, vars(capture))
    stray = files.captures_folder() / "stray.pcap"
    stray.write_bytes(b"")
    os.utime(stray, (0, 0))
    os.utime(capture.path, (0, 0))
    assert conversion.sweep() == 0
    assert not stray.exists()
    assert Path(capture.path).exists()


def test_a_capture_that_vanished_gives_an_empty_recording_not_a_crash() -> None:
    row = make_recording(make_answered_contact(), is_converted=False)
    Path(row.captures[0]["path"]).unlink()
    conversion.convert(row.pk)
    row.refresh_from_db()
    assert (row.status, row.seconds) == (Status.READY, 0)


def test_the_worker_converts_what_waits_and_leaves_what_fails_to_a_later_try() -> None:
    whole, broken = (make_recording(make_answered_contact(), is_converted=False) for _ in range(2))
    Path(broken.captures[0]["path"]).unlink()
    Path(broken.captures[0]["path"]).mkdir()
    assert conversion.convert_waiting() == 1
    whole.refresh_from_db()
    broken.refresh_from_db()
    assert (whole.status, broken.status) == (Status.READY, Status.RAW)
    assert broken.problem.startswith("IsADirectoryError")
    assert conversion.convert_waiting() == 0, "the job tries again, not the next round"
    with connection.cursor() as cursor:
        cursor.execute("select args->>'recording_id' from procrastinate_jobs where task_name like '%%convert%%'")
        assert cursor.fetchall() == [(str(broken.pk),)]
    Path(broken.captures[0]["path"]).rmdir()
