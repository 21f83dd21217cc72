"""Bodies that contribute: groups, companies, universities, public bodies."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Id, MaybeText, MaybeTime, Now, Text


class Body(tk.BaseModel):
    """A citizens' group, company, university or research body, or public body.

    Attributes:
        name: in addresses, lower case; never changed.
        title, title_en, description, website: shown on its page.
        kind: "citizens-group", "company", "university" or "public-body".
        corporate_number: 法人番号 (13 digits, check digit tested); ror: of a research body.
        municipality: organisation (id) whose stewards look after it.
        state: "active", "suspended" or "closed".
        verified_at: of the newest `Verification`; None while nobody verified it.
        organization_id: CKAN organisation, made with its first publication.
    """

    __tablename__ = "kanazawa_contribute_body"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.Text, nullable=False, unique=True)
    title: Mapped[Text]
    title_en: Mapped[MaybeText]
    description: Mapped[MaybeText]
    website: Mapped[MaybeText]
    kind: Mapped[Text]
    corporate_number: Mapped[MaybeText]
    ror: Mapped[MaybeText]
    municipality: Mapped[MaybeText]
    state: Mapped[str] = mapped_column(sa.Text, nullable=False, default="active")
    verified_at: Mapped[MaybeTime]
    organization_id: Mapped[MaybeText]
    created: Mapped[Now]
