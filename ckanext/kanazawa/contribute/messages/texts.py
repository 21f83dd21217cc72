"""What messages say: subject and body of each, translated when they are sent or read.

No text quotes what a submission proposes, except to its own author: mails travel far.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.kanazawa.catalogue import N_


@dataclass(frozen=True)
class Text:
    """A message in English, with {names} of its params.

    Attributes:
        subject: one line.
        body: paragraphs; {site} is the portal's name, {url} where to go.
    """

    subject: str
    body: str


TEXTS: dict[str, Text] = {
    # People
    "registration-link": Text(
        N_("Registration at {site}"),
        N_(
            "Somebody, probably you, wishes to register as a contributor.\n\n"
            "To go on, open this page within {hours} hours:\n{url}\n\n"
            "If it was not you, do nothing: no account is made."
        ),
    ),
    "registration-known": Text(
        N_("Registration at {site}"),
        N_(
            "Somebody, probably you, wishes to register as a contributor with this address. "
            "There is an account with it already.\n\n"
            "Log in here, or ask for a new password:\n{url}\n\n"
            "If it was not you, do nothing."
        ),
    ),
    "address-link": Text(
        N_("Confirm your mail address at {site}"),
        N_(
            "This address was given for your account.\n\n"
            "Confirm it within {hours} hours on this page:\n{url}\n\n"
            "If it was not you, do nothing."
        ),
    ),
    "address-changing": Text(
        N_("The mail address of your account at {site} is changing"),
        N_(
            "Somebody, probably you, asked to change the mail address of your account. Until "
            "the new one is confirmed the account cannot contribute.\n\n"
            "If it was not you, log in, change your password, and confirm your own address "
            "again:\n{url}"
        ),
    ),
    "member-link": Text(
        N_("Invitation to contribute for {body}"),
        N_(
            "You are invited to contribute at {site} for {body}.\n\n"
            "Accept within {hours} hours on this page:\n{url}\n\n"
            "If you do not wish to, do nothing."
        ),
    ),
    "account-suspended": Text(
        N_("Your account at {site} was suspended"),
        N_("Your account was suspended.\n\nReason: {reason}"),
    ),
    "account-restored": Text(
        N_("Your account at {site} can be used again"),
        N_("The suspension of your account has ended.\n\n{url}"),
    ),
    "body-verified": Text(
        N_("{body} was verified"),
        N_("The portal's staff verified {body}.\n\n{url}"),
    ),
    "standing-given": Text(
        N_("{body} may correct its own datasets without a review"),
        N_(
            "Corrections that members of {body} submit to its own datasets are published at "
            "once from now on.\n\nReason: {reason}\n\n{url}"
        ),
    ),
    "standing-revoked": Text(
        N_("Corrections of {body} are reviewed again"),
        N_("The standing approval of {body} was taken back.\n\nReason: {reason}\n\n{url}"),
    ),
    "deputy-named": Text(
        N_("You are a deputy for {municipality}"),
        N_("You decide on submissions to {municipality}, too, from now on.\n\n{url}"),
    ),
    # To the author
    "submission-received": Text(
        N_("Submission #{number} was received"),
        N_(
            "Thank you. “{title}” was received. The staff of {municipality} will look at it.\n\n"
            "Where it stands:\n{url}"
        ),
    ),
    "submission-returned": Text(
        N_("Please revise submission #{number}"),
        N_(
            "“{title}” was returned to you. The reasons stand on its page, beside the fields "
            "they concern.\n\n{url}"
        ),
    ),
    "submission-edited": Text(
        N_("Submission #{number} was revised by the staff"),
        N_(
            "The staff revised “{title}” for you; you are credited as you chose. What changed "
            "stands on its page.\n\n{url}"
        ),
    ),
    "submission-approved": Text(
        N_("Submission #{number} was approved"),
        N_("“{title}” was approved and will be published.\n\n{url}"),
    ),
    "submission-published": Text(
        N_("Submission #{number} was published"),
        N_("“{title}” is public now. Thank you for your contribution.\n\n{url}"),
    ),
    "submission-rejected": Text(
        N_("Submission #{number} was not accepted"),
        N_(
            "“{title}” was not accepted. The reason stands on its page, where you can also "
            "appeal once.\n\n{url}"
        ),
    ),
    "submission-taken-down": Text(
        N_("Submission #{number} is no longer public"),
        N_("“{title}” was taken down. The reason stands on its page.\n\n{url}"),
    ),
    "submission-merged": Text(
        N_("Submission #{number} goes on together with #{other}"),
        N_(
            "The same as “{title}” was submitted a second time. The staff go on with #{other}; "
            "you are told when it is published. If yours is something else, you can ask for "
            "another look.\n\n{url}"
        ),
    ),
    "submission-joined": Text(
        N_("The same as submission #{number} was sent by somebody else, too"),
        N_("The staff go on with yours. There is nothing you have to do.\n\n{url}"),
    ),
    "submission-merged-published": Text(
        N_("What you proposed in submission #{number} was published"),
        N_(
            "Submission #{other}, with which yours goes together, is public now. Thank you for "
            "your contribution.\n\n{url}"
        ),
    ),
    "submission-merged-ended": Text(
        N_("Submission #{other} ended without publication"),
        N_(
            "Yours (#{number}) went together with it. You can ask for another look at yours."
            "\n\n{url}"
        ),
    ),
    "submission-moved": Text(
        N_("Submission #{number} was handed over"),
        N_("The staff of {municipality} look at “{title}” from now on.\n\n{url}"),
    ),
    # To whoever reported an error without an account, by mail only
    "report-answered": Text(
        N_("What you reported about “{title}”"),
        N_(
            "Thank you for your report. The staff looked at it and answer:\n\n{answer}\n\n"
            "The dataset:\n{url}"
        ),
    ),
    # To stewards: numbers only
    "review-new": Text(
        N_("Submission #{number} is waiting"),
        N_("A submission came in and is waiting to be looked at.\n\n{url}"),
    ),
    "review-report": Text(
        N_("Somebody reported an error (#{number})"),
        N_("A report of an error came in and is waiting to be looked at.\n\n{url}"),
    ),
    "review-assigned": Text(
        N_("Submission #{number} was assigned to you"),
        N_("Please look at it by {due}.\n\n{url}"),
    ),
    "review-reminder": Text(
        N_("Submission #{number} is still waiting"),
        N_("It was to be looked at by {due}.\n\n{url}"),
    ),
    "review-conflict": Text(
        N_("Submission #{number} needs another look"),
        N_(
            "It was approved, but could not be published as it was. Its page says why. Look "
            "at it and decide again.\n\n{url}"
        ),
    ),
    "review-undone": Text(
        N_("A new file undoes correction #{number}"),
        N_(
            "In a new edition stands again what was corrected. Keep its value, or apply the "
            "correction again.\n\n{url}"
        ),
    ),
    "review-undone-digest": Text(
        N_("Corrections that a later file undoes: {count}"),
        N_("{count} corrections wait for a decision, since a later file undoes them.\n\n{url}"),
    ),
    "review-digest": Text(
        N_("{count} submissions are waiting"),
        N_("{count} submissions are waiting to be looked at, {late} of them late.\n\n{url}"),
    ),
    # To sections of the municipality
    "inquiry-link": Text(
        N_("A question about submission #{number}"),
        N_(
            "{asker} asks you to look at a submission to {site} and to answer a question by "
            "{due}.\n\nThis page shows it, for you alone:\n{url}"
        ),
    ),
    "inquiry-answered": Text(
        N_("Your question about submission #{number} was answered"),
        N_("The section answered.\n\n{url}"),
    ),
}
