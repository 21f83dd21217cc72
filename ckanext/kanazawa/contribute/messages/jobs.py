"""The job of the room: send what is due."""

from __future__ import annotations

from ckanext.kanazawa.contribute.messages.send import send_due
from ckanext.kanazawa.contribute.messages.tell import SEND
from ckanext.kanazawa.schemas.shared import Job


def send_mails(_job: Job) -> None:
    """Send the mails that are due."""
    send_due()


JOBS = {SEND: send_mails}
