"""Identifiers of research: ORCID, ROR and DOI, read in the ways people write them."""

from __future__ import annotations

import re

ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])/?")
ROR = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})/?", re.I)
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>]+)", re.I)
LONGEST_DOI = 500
# Signs of Crockford's base 32, which ROR counts with.
BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def read_orcid(text: str) -> str | None:
    """Return an ORCID iD as 0000-0002-1825-0097; None for what is none.

    Source: ORCID, "Structure of the ORCID Identifier": check digit of ISO 7064 MOD 11-2.
    """
    found = ORCID.fullmatch(text.strip())
    if found is None:
        return None
    digits = "".join(found.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        return None
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def read_ror(text: str) -> str | None:
    """Return a ROR ID as https://ror.org/02hwp6a56; None for what is none.

    Source: ROR documentation, "ROR identifier pattern": six signs of Crockford's base 32
    behind a zero, then two check digits of ISO 7064 MOD 97-10.
    """
    found = ROR.fullmatch(text.strip())
    if found is None:
        return None
    code = found[1].lower()
    number = 0
    for sign in code[:7]:
        number = number * 32 + BASE32.index(sign)
    if 98 - (number * 100) % 97 != int(code[7:]):
        return None
    return f"https://ror.org/{code}"


def read_doi(text: str) -> str | None:
    """Return a DOI as 10.1000/182; None for what is none.

    Source: ISO 26324 and the DOI Handbook, 2.2 "Numbering"; letters are not told apart by
    case, and the handbook writes them small.
    """
    found = DOI.fullmatch(text.strip())
    if found is None or len(found[1]) > LONGEST_DOI:
        return None
    return found[1].lower()
