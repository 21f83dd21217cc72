"""Who may send folders: contributors in good standing; the actions look at what is whose."""

from __future__ import annotations

from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.acting import answer, contributor


def kanazawa_contribute_submission_folder_create(
    context: Context, data_dict: DataDict
) -> AuthResult:
    """Let contributors in good standing send a folder."""
    return answer(contributor, context)


def kanazawa_contribute_submission_folder_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing see theirs."""
    return answer(contributor, context)


def kanazawa_contribute_submission_folder_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing see theirs."""
    return answer(contributor, context)


def kanazawa_contribute_submission_folder_run(context: Context, data_dict: DataDict) -> AuthResult:
    """Let contributors in good standing submit what was tried."""
    return answer(contributor, context)


def kanazawa_contribute_submission_folder_delete(
    context: Context, data_dict: DataDict
) -> AuthResult:
    """Let contributors in good standing remove theirs."""
    return answer(contributor, context)
