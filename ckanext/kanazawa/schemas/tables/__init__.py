"""Tables in the portal: uploads become findings, clean copies, tables, maps and APIs.

Each room below does one thing and may hold `action.py`, `auth.py`, `helpers.py`, `views.py`,
`cli.py` and `jobs.py`, which `rooms.py` collects:

    queue      job rows with leases, and the sweeper
    examine    a stored file → recognition and findings of its edition
    linked     files on other servers: fetched within bounds
    editions   which edition the public sees; held back, confirmed, taken back
    findings   the pages and files that show what was found
    mend       repairs and column mappings, with consent, remembered
    load       the published table → DataStore
    forms      the published table as CSV, XLSX, GeoJSON … at stable addresses
    preview    table, map and charts
    desk       /tables/check, for everyone
    formats    /tables/formats
    overview   for stewards: who follows what, what is wrong, trends
    bulk       a folder of files becomes datasets, many tables are examined again
    news       tables with errors as a feed, and as a mail to editors
"""
