"""Arguments for every registered action.

Each action is called with all names that any action takes, so that a new one is tried by
itself; core's few that refuse names they do not know get their own.
"""

from __future__ import annotations

from typing import Any

from tests.contribute.leaks.content import OPEN, SECRET, Item

# Action → why it is not called.
LEFT_OUT = {
    "job_clear": "empties the queue of the tests; for system administrators",
    "job_cancel": "for system administrators; takes the id of a message in Redis",
    "config_option_update": "changes settings; for system administrators",
    "send_email_notifications": "sends mails of core to those who follow; switched off",
}
# Reading action → why not even a system administrator gets something with the twin's values.
NO_GROUPS = "there are no groups"
NO_FOLDER = "for contributors, who see folders they sent; its room tests others"
FOLLOW = "CKAN follows ids of its own kinds only; each kind has an action that is tried"
NOWHERE = {
    "kanazawa_contribute_account_show": "staff are no contributors and have no account there",
    "kanazawa_contribute_submission_folder_list": NO_FOLDER,
    "kanazawa_contribute_submission_folder_show": NO_FOLDER,
    "kanazawa_contribute_body_show": "the twin is a person's; the room of bodies tests who sees it",
    "activity_diff": "compares an activity with the one before; the twin has one",
    "am_following_group": NO_GROUPS,
    "am_following_user": FOLLOW,
    "config_option_show": "settings, not content; takes the name of one",
    "dataset_followee_count": FOLLOW,
    "dataset_followee_list": FOLLOW,
    "followee_count": FOLLOW,
    "followee_list": FOLLOW,
    "group_activity_list": NO_GROUPS,
    "group_followee_count": NO_GROUPS,
    "group_followee_list": NO_GROUPS,
    "group_show": NO_GROUPS,
    "job_show": "takes the id of a message in Redis; for system administrators",
    "kanazawa_schemas_import_show": "shows a folder sent as a ZIP; nobody sent one",
    "organization_followee_count": FOLLOW,
    "organization_followee_list": FOLLOW,
    "organization_list_for_user": FOLLOW,
    "package_collaborator_list": "collaborators are switched off",
    "package_collaborator_list_for_user": "collaborators are switched off",
    "resource_view_show": "there are no views of CKAN",
    "scheming_dataset_schema_show": "schemas, not content",
    "scheming_organization_schema_show": "schemas, not content",
    "task_status_show": "CKAN's own jobs; there are none",
    "term_translation_show": "translations of core; there are none",
    "vocabulary_show": "there are no vocabularies",
}
# Beginning of an action's name → what its `id` is. The longest that fits holds.
IDS = {
    "": "dataset",
    "resource_": "resource",
    "datastore_": "resource",
    "organization_": "organization",
    "group_": "organization",
    "member_": "organization",
    "user_": "user_name",
    "file_": "file",
    "activity_": "activity",
    "kanazawa_contribute_": "submission",
    "kanazawa_schemas_": "resource",
}
# Actions that refuse what they do not know → argument → attribute of `Item`, or the value.
OWN = {
    "datastore_search": {"resource_id": "resource"},
    "kanazawa_contribute_history_show": {"id": "dataset"},
    "kanazawa_schemas_edition_show": {"resource_id": "resource", "label": "label"},
    "kanazawa_schemas_format_show": {"id": "public-toilet"},
    "kanazawa_schemas_mapping_guess": {"resource_id": "resource", "format": "public-toilet"},
    "tag_show": {"id": f"{OPEN}札"},
}
SEARCHES = ("package_search", "resource_search", "tag_search", "dcat_catalog_search")


def arguments(action: str, item: Item, is_pending: bool) -> dict[str, Any]:
    """Return the arguments an action is called with, about an item."""
    word = SECRET if is_pending else OPEN
    if action in SEARCHES:
        # What is asked for stands in the answer of some: ask for what comes with the canary.
        return {"q": "一覧"} if action == "package_search" else {"query": f"name:{word[:1]}"}
    if action in OWN:
        return {name: getattr(item, source, source) for name, source in OWN[action].items()}
    begin = max((one for one in IDS if action.startswith(one)), key=len)
    return {
        "id": getattr(item, IDS[begin]),
        "name_or_id": item.dataset,
        "dataset_id": item.dataset,
        "package_id": item.dataset,
        "resource_id": item.resource,
        "edition_id": item.edition,
        "submission_id": item.submission,
        "organization": item.organization,
        "org_id": item.organization,
        "user_id": item.user_name,
        "username": item.user_name,
        "activity_id": item.activity,
        "label": item.label,
        "key": item.key,
        "q": word[:1],
        "query": word[:1],
        "owner_id": item.submission,
        "owner_type": "kanazawa_submission",
        "limit": 100,
        "object": item.dataset,
        "object_type": "package",
        "name": "package_show",
    }
