"""The words of a row, made by the database: for rows that are changed later, and for columns.

The loader brings the words along (`lexemes`), which is much faster; both must give the same.
The functions carry a number, so that a new form of words leaves old tables as they are.
"""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.kanazawa.lib.text.grams import JOINT, LONGEST_WORD, SIZE, VARIATION, WORD
from ckanext.kanazawa.lib.text.tokens import CJK

WORDS_FUNCTION = "kanazawa_words_1"
TRIGGER_FUNCTION = "kanazawa_full_text_1"
# CKAN's own name: `ckan datastore set-permissions` gives tables without it CKAN's trigger.
TRIGGER = "zfulltext"

_WORDS = f"""
CREATE OR REPLACE FUNCTION {WORDS_FUNCTION}(value text) RETURNS tsvector AS $body$
DECLARE
    plain text := translate(
        lower(normalize(regexp_replace(value, '[{VARIATION}]', '', 'g'), NFKC)), 'ς', 'σ');
BEGIN
    RETURN array_to_tsvector(ARRAY(
        SELECT substr(run[1], place, {SIZE})
            FROM regexp_matches(plain, '[{CJK}]+', 'g') AS run,
                generate_series(1, length(run[1])) AS place
        UNION SELECT word[1]
            FROM regexp_matches(plain, '[{WORD}]{{1,{LONGEST_WORD}}}', 'g') AS word
        UNION SELECT word[1]
            FROM regexp_matches(
                regexp_replace(plain, '(?<=[{WORD}])[{JOINT}](?=[{WORD}])', '', 'g'),
                '[{WORD}]{{1,{LONGEST_WORD}}}', 'g') AS word));
END;
$body$ LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
"""
_TRIGGER = f"""
CREATE OR REPLACE FUNCTION {TRIGGER_FUNCTION}() RETURNS trigger AS $body$
BEGIN
    IF TG_OP = 'INSERT' AND NEW._full_text IS NOT NULL THEN
        RETURN NEW;
    END IF;
    NEW._full_text := NULL;
    NEW._full_text := coalesce({WORDS_FUNCTION}((
        SELECT string_agg(left(value, TG_ARGV[0]::int), E'\\n')
            FROM json_each_text(row_to_json(NEW.*)) WHERE key NOT LIKE '\\_%')), '');
    RETURN NEW;
END;
$body$ LANGUAGE plpgsql
"""
_LOCK = 0x6B616E61


def ensure_functions(engine: sa.Engine) -> None:
    """Make the functions where the DataStore does not have them."""
    with engine.begin() as connection:
        there = sa.text("SELECT to_regprocedure(:name) IS NOT NULL")
        if connection.scalar(there, {"name": f"{TRIGGER_FUNCTION}()"}):
            return
        # Two that create one function at the same time fail.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.exec_driver_sql(_WORDS.replace("%", "%%"))
        connection.exec_driver_sql(_TRIGGER.replace("%", "%%"))


def is_ours(connection: sa.Connection, table: str) -> bool:
    """Say whether a table's `_full_text` holds words in our form."""
    query = sa.text(
        "SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relname = :table AND p.proname = :function"
    )
    found = connection.execute(query, {"table": table, "function": TRIGGER_FUNCTION})
    return found.first() is not None


def our_tables(connection: sa.Connection) -> set[str]:
    """Return the names of all tables we loaded."""
    query = sa.text(
        "SELECT c.relname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND p.proname = :function"
    )
    return set(connection.scalars(query, {"function": TRIGGER_FUNCTION}))
