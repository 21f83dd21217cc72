"""What the names of file and sheet say about the format, where headings leave it open."""

from __future__ import annotations

import re
from pathlib import PurePath

from ckanext.kanazawa.lib.tables.formats.model import Format
from ckanext.kanazawa.lib.tables.recognise.spelling import loose_key
from ckanext.kanazawa.lib.tables.table import Origin

# What a name is worth, in unshared headings: it decides between near formats, but proves none,
# since it counts for the ranking only.
NAME_WEIGHT = 1.5
_ENDING = re.compile("(?:一覧表|一覧|情報|リスト|データ)$")


def hint(origin: Origin, found: Format) -> float:
    """Return how much the file's, the ZIP member's or the sheet's name speaks for a format."""
    names = (origin.name, origin.member or "", origin.sheet or "")
    titles = [loose_key(_ENDING.sub("", title)) for title in found.title.values()]
    slug = re.compile(rf"(?:^|[^a-z]){re.escape(found.slug)}(?:$|[^a-z])")
    for name in names:
        # A folder may be called like the dataset, as in 公衆トイレ一覧/data.csv.
        for part in PurePath(name).parts[-2:]:
            stem = part.rsplit(".", 1)[0].lower()
            if slug.search(re.sub(r"[-\s]+", "_", stem)):
                return NAME_WEIGHT
            key = loose_key(stem)
            if any(len(title) > 2 and title in key for title in titles):
                return NAME_WEIGHT
    return 0.0
