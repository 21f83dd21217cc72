"""Who may submit: contributors in good standing; what is whose is looked at by the actions."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.acting import answer, contributor, user_of


def kanazawa_contribute_submission_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing begin something."""
    return _in_good_standing(context)


def kanazawa_contribute_submission_patch(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing change theirs."""
    return _in_good_standing(context)


def kanazawa_contribute_submission_submit(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing submit theirs."""
    return _in_good_standing(context)


def kanazawa_contribute_submission_appeal(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing ask for another look."""
    return _in_good_standing(context)


def kanazawa_contribute_submission_file_add(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing add files to theirs."""
    return _in_good_standing(context)


def kanazawa_contribute_submission_file_remove(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing leave files out of theirs."""
    return _in_good_standing(context)


def kanazawa_contribute_submission_withdraw(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody withdraw what is theirs, whatever keeps them from contributing."""
    return _logged_in(context)


def kanazawa_contribute_submission_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody see what is theirs, or theirs to review."""
    return _logged_in(context)


def kanazawa_contribute_submission_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let everybody see what is theirs."""
    return _logged_in(context)


def _in_good_standing(context: Context) -> AuthResult:
    return answer(contributor, context)


def _logged_in(context: Context) -> AuthResult:
    if user_of(context) is None:
        return {"success": False, "msg": tk._("Log in first.")}
    return {"success": True}
