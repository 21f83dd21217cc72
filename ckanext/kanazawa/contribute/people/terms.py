"""Terms of use: of a named version, accepted and recorded, asked again when they change."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
from sqlalchemy.dialects.postgresql import insert

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.terms import TermsAcceptance
from ckanext.kanazawa.contribute.people.links import now
from ckanext.kanazawa.contribute.record.write import write


def check_version(version: str) -> None:
    """Refuse the acceptance of other terms than those that hold now.

    Raises:
        tk.ValidationError: none were accepted, or they changed while the page was open.
    """
    refusal = version_refusal(version)
    if refusal is not None:
        raise tk.ValidationError({"terms": [refusal]})


def version_refusal(version: str) -> str | None:
    """Say why the acceptance of a version does not count; None where it does."""
    if version == config.terms_version():
        return None
    if not version:
        return tk._("Accept the terms of use to go on.")
    return tk._("The terms of use changed while the page was open. Read them again.")


def accept(account: Account, version: str) -> None:
    """Note in the open transaction that somebody accepted the terms that hold now."""
    check_version(version)
    row = insert(TermsAcceptance).values(user_id=account.user_id, version=version)
    added = model.Session.execute(row.on_conflict_do_nothing().returning(TermsAcceptance.version))
    account.terms_version = version
    account.terms_accepted_at = now()
    if added.first() is not None:
        write(
            "accept-terms",
            subject=("account", account.user_id),
            user_id=account.user_id,
            details={"version": version},
        )
