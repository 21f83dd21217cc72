"""Citizens, companies and universities register data alongside the city.

What they propose stays beside the live catalogue until a steward approves it. Each room
below does one thing and may hold `action.py`, `auth.py`, `helpers.py`, `views.py`, `cli.py`
and `jobs.py`, which `rooms.py` collects:

    people       registration, confirmed addresses, terms of use, suspension, leaving
    bodies       groups, companies, universities: members, tokens, verification, their page
    submissions  the guided form, revisions, pending files, automatic checks
    corrections  reports without an account; precise corrections of rows
    review       the stewards' queue, differences, remarks, decisions, inquiries
    trust        standing approvals, deputies, texts for replies
    takeover     a steward edits what is in review
    publication  approved → public in one transaction; taken down at once
    messages     inbox, mails through an outbox, digests
    record       the record of every step, histories of datasets, figures
    limits       rates, quotas, what files may be
"""
