"""Validators of our fields: each says where the limit is and what would be accepted.

Those marked `scheming_validator` receive the field's definition, so that limits, code lists
and "required" stand in `schemas/datasets/*.yaml` only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckan.lib.navl.dictization_functions import Missing
from ckan.model import MAX_TAG_LENGTH
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey, Validator

from ckanext.kanazawa.schemas import dates, naming, tags
from ckanext.kanazawa.schemas.choices import choices_of
from ckanext.kanazawa.schemas.codes import is_local_government_code
from ckanext.kanazawa.schemas.intake.translations import read_translations
from ckanext.scheming.validation import scheming_validator  # pyright: ignore[reportMissingImports]

Field = Mapping[str, Any]
LISTED_CHOICES = 20
EMAIL = re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:]{2,}")


def _is_empty(value: Any) -> bool:
    return value is None or isinstance(value, Missing) or value in ("", [], {})


def _leave_out(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, required: bool
) -> None:
    """Drop an empty value, or complain that it is required; either way stop here."""
    if required:
        errors[key].append(tk._("This field is required. Please fill it in."))
    else:
        data.pop(key, None)
    raise tk.StopOnError


def _limited(text: str, limit: int) -> str:
    if len(text) > limit:
        raise tk.Invalid(
            tk._("Please shorten this to {limit} characters or fewer (it has {length}).").format(
                limit=limit, length=len(text)
            )
        )
    return text


def _tidied(text: str, field: Field) -> str:
    """Strip, and take line breaks out of what fits on one line."""
    text = text.replace("\r\n", "\n").strip()
    return text if field.get("multiline") else re.sub(r"\s*\n\s*", " ", text)


@scheming_validator
def fluent_kanazawa_text(field: Field, schema: Field) -> Validator:
    """Validate text by language; only Japanese is ever required.

    The name begins with "fluent" because ckanext-dcat finds multilingual fields by that.
    """
    languages = schema.get("form_languages", ["ja", "en"])

    def validator(
        key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
    ) -> None:
        value = data.get(key)
        texts = value if isinstance(value, dict) else {}
        unknown = [language for language in texts if language not in languages]
        if unknown:
            raise tk.Invalid(
                tk._('Unknown language "{language}". Languages are: {languages}').format(
                    language=str(unknown[0])[:40], languages=", ".join(languages)
                )
            )
        kept = {
            language: _limited(_tidied(text, field), field["max_length"])
            for language, text in texts.items()
            if isinstance(text, str) and text.strip()
        }
        if field.get("required") and not kept.get("ja"):
            errors[key].append(tk._("Please fill in the Japanese text; it is required."))
            raise tk.StopOnError
        if not kept:
            _leave_out(key, data, errors, required=False)
        data[key] = json.dumps(kept, ensure_ascii=False)

    return validator


def fluent_kanazawa_output(value: Any) -> Any:
    """Return stored text by language as a dict; plain text of old datasets as Japanese."""
    return read_translations(value) if isinstance(value, str) else value


@scheming_validator
def kanazawa_schemas_text(field: Field, schema: Field) -> Validator:
    """Validate one text: strip it, keep its limit (`max_length`), leave it out when empty."""

    def validator(
        key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
    ) -> None:
        value = data.get(key)
        text = _tidied(value, field) if isinstance(value, str) else value
        if _is_empty(text):
            _leave_out(key, data, errors, bool(field.get("required")))
        if not isinstance(text, str):
            raise tk.Invalid(tk._("Text is expected here."))
        data[key] = _limited(text, field.get("max_length", 300))

    return validator


@scheming_validator
def kanazawa_schemas_texts(field: Field, schema: Field) -> Validator:
    """Validate several texts, given as a list, as JSON of a list, or as one text."""

    def validator(
        key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
    ) -> None:
        values = kanazawa_schemas_list_output(data.get(key))
        if not all(isinstance(value, str) for value in values):
            raise tk.Invalid(tk._("A list of texts is expected here."))
        limit = field.get("max_length", 300)
        kept = [_limited(value.strip(), limit) for value in values if value.strip()]
        if not kept:
            _leave_out(key, data, errors, bool(field.get("required")))
        data[key] = json.dumps(list(dict.fromkeys(kept)), ensure_ascii=False)

    return validator


def kanazawa_schemas_list_output(value: Any) -> list[Any]:
    """Return a list as a list: stored as JSON, or typed with one element a line."""
    if isinstance(value, list):
        return value
    if not isinstance(value, str):
        return []
    try:
        decoded = json.loads(value)
    except ValueError:
        return value.splitlines()
    return decoded if isinstance(decoded, list) else [value]


def _refuse_unknown(value: str, field: Field) -> None:
    allowed = list(choices_of(field))
    if value in allowed:
        return
    listed = ", ".join(allowed[:LISTED_CHOICES]) + ("…" if len(allowed) > LISTED_CHOICES else "")
    raise tk.Invalid(
        tk._('Unknown value "{value}". Choose from: {choices}').format(
            value=value[:80], choices=listed
        )
    )


@scheming_validator
def kanazawa_schemas_choice(field: Field, schema: Field) -> Validator:
    """Accept a value of the field's code list only, and list the values otherwise."""

    def validator(value: Any) -> Any:
        _refuse_unknown(str(value), field)
        return value

    return validator


@scheming_validator
def kanazawa_schemas_choices(field: Field, schema: Field) -> Validator:
    """Accept several values of the field's code list, stored in the order of the list."""

    def validator(value: Any) -> str:
        values = kanazawa_schemas_list_output(value)
        for element in values:
            _refuse_unknown(element, field)
        return json.dumps([known for known in choices_of(field) if known in values])

    return validator


def kanazawa_schemas_email(value: str) -> str:
    """Accept an e-mail address."""
    if not EMAIL.fullmatch(value):
        raise tk.Invalid(
            tk._('"{value}" is no e-mail address. Write it like opendata@example.jp.').format(
                value=value[:80]
            )
        )
    return value


def kanazawa_schemas_url(value: str) -> str:
    """Accept an address of the web."""
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid or re.search(r"[\s<>\"\\]", value):
        raise tk.Invalid(
            tk._('"{value}" is no web address. Write it like https://www.example.jp/page.').format(
                value=value[:80]
            )
        )
    return value


def kanazawa_schemas_urls(value: str) -> str:
    """Accept a list of addresses of the web (as stored: JSON)."""
    for address in kanazawa_schemas_list_output(value):
        kanazawa_schemas_url(address)
    return value


def kanazawa_schemas_resource_url(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Accept a link, or whatever the uploader and the DataStore put here."""
    value = data.get(key)
    kind = data.get((*key[:-1], "url_type"))
    is_link = not isinstance(kind, str) or not kind
    if _is_empty(value) and (is_link or kind == "upload"):
        errors[key].append(tk._("Please choose a file or give an address."))
        raise tk.StopOnError
    if not is_link:
        return
    text = str(value).strip()
    data[key] = kanazawa_schemas_url(_limited(text, 2000))


def kanazawa_schemas_date(value: str) -> str:
    """Accept a day, in the ways a Japanese office writes it, and store it as YYYY-MM-DD."""
    day = dates.read_day(value)
    if day is None:
        raise tk.Invalid(
            tk._('"{value}" is no date. Write it like 2026-04-01.').format(value=value[:40])
        )
    return day


def kanazawa_schemas_period_date(value: str) -> str:
    """Accept a year, a month or a day."""
    found = dates.read_period_end(value)
    if found is None:
        raise tk.Invalid(
            tk._('"{value}" is no date. Write it like 2026, 2026-04 or 2026-04-01.').format(
                value=value[:40]
            )
        )
    return found


def kanazawa_schemas_moment(value: str) -> str:
    """Accept a day or a time in ISO 8601."""
    found = dates.read_moment(value)
    if found is None:
        raise tk.Invalid(
            tk._('"{value}" is no date. Write it like 2026-04-01 or 2026-04-01T09:00:00.').format(
                value=value[:40]
            )
        )
    return found


def kanazawa_schemas_municipality_code(value: str) -> str:
    """Accept a local government code whose check digit is right."""
    code = value.replace(" ", "")
    if not is_local_government_code(code):
        raise tk.Invalid(
            tk._(
                '"{value}" is no local government code. '
                "Write six digits with the check digit, like 172014."
            ).format(value=value[:40])
        )
    return code


def kanazawa_schemas_flag(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Accept true or false; false is not stored."""
    value = data.get(key)
    if _is_empty(value) or value in (False, "false", "False", "0", 0):
        data.pop(key, None)
        raise tk.StopOnError
    if value not in (True, "true", "True", "1", 1):
        raise tk.Invalid(tk._("Write true or false."))
    data[key] = "true"


def kanazawa_schemas_flag_output(value: Any) -> bool:
    """Return a stored flag as true or false."""
    return value in (True, "true")


def kanazawa_schemas_licence_address(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Ask for the address of the terms where the licence is "other"."""
    address = ("kanazawa_license_url",)
    if data.get(("license_id",)) == "other" and _is_empty(naming.flat_value(data, address[0])):
        errors.setdefault(address, []).append(
            tk._('Please give the address of the terms, because the licence is "Other".')
        )


def kanazawa_schemas_name(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Draft a new dataset under its id; keep the name of a published one as it is."""
    naming.keep_or_draft_name(key, data, errors, context)


def kanazawa_schemas_publication(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Name and date a dataset when it becomes public for the first time."""
    if not any(errors.values()):
        naming.name_at_publication(data, errors, context)


def tag_name_validator(value: Any, context: Context) -> str:
    """Accept tags in any script, with the signs ordinary Japanese words carry.

    Replaces CKAN's validator of the same name, which refuses 「・」 and 「（）」.
    """
    return tags.valid_tag(value)


def tag_length_validator(value: Any, context: Context) -> str:
    """Accept tags of one character, whole words in Japanese as 「海」 and 「雪」.

    Replaces CKAN's validator of the same name, which asks for two.
    """
    if len(value) > MAX_TAG_LENGTH:
        raise tk.Invalid(
            tk._('Tag "{tag}" is longer than {limit} characters.').format(
                tag=value[:40], limit=MAX_TAG_LENGTH
            )
        )
    return value


def tag_string_convert(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Read typed tags; commas may be Western or Japanese. Replaces CKAN's converter."""
    typed = tags.split_tags(data[key]) if isinstance(data.get(key), str) else data.get(key) or []
    used = [int(k[1]) for k in data if len(k) == 3 and k[0] == "tags"]
    for number, tag in enumerate(typed, start=max(used, default=-1) + 1):
        data["tags", number, "name"] = tags.valid_tag(tag)
        tag_length_validator(tag, context)
