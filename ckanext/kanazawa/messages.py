"""Name the messages that CKAN looks up by a variable, so that extraction finds them.

CKAN translates states, field names of error summaries and a few titles with
`_(variable)`; no tool can see those in its source. Listing them here puts them into
our catalogue. Nothing imports this module.
"""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message for extraction and return it as it is."""
    return message


# ckan/templates/user/snippets/info.html, package/snippets/additional_info.html
STATES = (N_("active"), N_("deleted"), N_("draft"), N_("pending"))

# ckan/logic/__init__.py, ValidationError.error_summary: the field's name, prettified;
# those that are no messages of CKAN already.
FIELDS = (
    N_("Capacity"),
    N_("Captcha"),
    N_("Fullname"),
    N_("Id"),
    N_("Image upload"),
    N_("License id"),
    N_("Message"),
    N_("Oldpassword"),
    N_("Owner org"),
    N_("Password1"),
    N_("Password2"),
    N_("Tag string"),
)

# ckan/views/group.py formats before it translates: `_("{} not found".format(label))`,
# where the label is a Japanese word already.
COMPOSED = (N_("組織 not found"), N_("グループ not found"))
