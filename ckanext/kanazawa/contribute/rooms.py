"""What the rooms of the feature offer to CKAN, and to the queue."""

from __future__ import annotations

from ckanext.kanazawa.rooms import Rooms

ROOMS = Rooms(
    "ckanext.kanazawa.contribute",
    (
        "people",
        "people.closed",
        "bodies",
        "submissions",
        "folders",
        "corrections",
        "review",
        "trust",
        "takeover",
        "publication",
        "undone",
        "messages",
        "record",
        "limits",
    ),
)
