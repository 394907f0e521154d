"""Recordings as others read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation import prepared
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.recordings.models import Recording, RecordingPolicy

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact


def recording_policy() -> RecordingPolicy:
    """How recordings are treated; the defaults until an administrator saved something else."""
    return prepared.first(RecordingPolicy, "true", []) or RecordingPolicy()


def running_recordings() -> QuerySet[Recording]:
    """Recordings whose conversation has not ended yet, as far as anybody said."""
    return Recording.objects.filter(status=Recording.Status.RUNNING)


def playable_recordings(viewer: Staff) -> QuerySet[Recording]:
    """Recordings the viewer may hear: within reach of the right, of contacts they served, messages left for them."""
    reach = within_reach(viewer, Right.PLAY_RECORDINGS, "contact__unit")
    if viewer.may(Right.SERVE_CONTACTS):
        messages = Q(voice_message__isnull=False) & within_reach(viewer, Right.SERVE_CONTACTS, "contact__unit")
        reach |= Q(contact__agent=viewer) | messages
    return Recording.objects.filter(reach)


def recordings_of(contact: Contact, viewer: Staff) -> list[Recording]:
    """Recordings of a contact which the viewer may hear, the first part first; running ones too."""
    return list(playable_recordings(viewer).filter(contact=contact).order_by("began_at"))


def ready_recordings_of(contact_id: int) -> list[Recording]:
    """Recordings of a contact that can be heard by whoever may, the first part first."""
    rows = Recording.objects.filter(contact=contact_id, status=Recording.Status.READY)
    return list(rows.order_by("began_at"))


def recording_for(viewer: Staff, public_id: str) -> Recording:
    """One recording within reach; raises NotFound."""
    row = playable_recordings(viewer).select_related("contact").filter(public_id=public_id).first()
    if row is None:
        raise NotFound(_("There is no such recording within your reach."))
    return row
