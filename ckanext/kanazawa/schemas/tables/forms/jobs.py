"""The job "forms": write ahead of time what most readers ask for."""

from __future__ import annotations

import ckan.model as model

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.forms import store
from ckanext.kanazawa.schemas.tables.forms.build import build
from ckanext.kanazawa.schemas.tables.forms.kinds import KINDS
from ckanext.kanazawa.schemas.tables.forms.positions import may_have_positions
from ckanext.kanazawa.schemas.tables.forms.which import is_table

# Longer than any table takes that may be uploaded.
WRITING_S = 1_500.0


def forms(job: Job) -> None:
    """Write CSV and, where there are positions, GeoJSON; drop forms of former choices.

    Raises:
        TableError: the table cannot be written as it was chosen.
    """
    edition = model.Session.get(Edition, job.edition_id) if job.edition_id else None
    if edition is None or not is_table(edition):
        return
    store.drop_others(edition)
    wanted = ["csv", "geojson"] if may_have_positions(edition) else ["csv"]
    for name in wanted:
        form = store.stored_form(edition, KINDS[name])
        if form is None or not (store.is_refusal(form) or store.bytes_of(form, KINDS[name])):
            build(edition, KINDS[name]).file.wait_for_end(WRITING_S)


JOBS = {"forms": forms}
