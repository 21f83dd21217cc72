"""Postal codes, telephone numbers, mail and web addresses."""

from __future__ import annotations

import re

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import Shaped, compiled, mended
from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.phones import MOBILE, PHONE, read_phone, several_phones, with_zero
from ckanext.kanazawa.lib.text.width import half_width, hyphens

# An address but for letters that ought to be percent-encoded, in its host or behind it.
_WITH_OTHER_LETTERS = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?")


class PostalCode(Shaped):
    """Seven digits, with or without the hyphen.

    The standard's example has none (9208577); no text was found that forbids it.
    """

    name = "postal-code"
    pattern = "[0-9]{3}-?[0-9]{4}"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Remove the postal sign, width and spaces; restore the zero of 0600001."""
        code = hyphens(half_width(text)).replace(" ", "")
        code = re.sub("^(?:〒|郵便番号:?|T(?=[0-9]))", "", code)
        code = re.sub("^([0-9]{3})[./・]([0-9]{4})$", r"\1-\2", code)
        if self.fits(code):
            return mended("postal-code-format", text, code, "postal-code")
        if re.fullmatch("[1-9][0-9]{5}", code):
            params = {"repaired": "0" + code}
            return (Diagnosis("leading-zero-lost", "0" + code, "leading-zero", params),)
        return (Diagnosis("postal-code-unreadable"),)


class Phone(Shaped):
    """A telephone number from its area code on.

    Mobile numbers are left to the close look: `any_cell` warns of them.
    """

    name = "phone"
    pattern = PHONE

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Bring separators and width to order, where the number is plainly one."""
        if compiled(MOBILE).fullmatch(text):
            return ()
        repaired = read_phone(text)
        if repaired is not None:
            return mended("phone-format", text, repaired, "phone")
        restored = with_zero(text)
        if restored is not None:
            params = {"repaired": restored}
            return (Diagnosis("leading-zero-lost", restored, "leading-zero", params),)
        if several_phones(text):
            return (Diagnosis("phone-several"),)
        folded = hyphens(fold_width(text)).replace(" ", "")
        if re.search("内線|ext", folded, re.IGNORECASE):
            return (Diagnosis("phone-extension"),)
        if re.fullmatch("[1-9][0-9]{0,3}-[0-9]{4}", folded):
            return (Diagnosis("phone-area-code"),)
        if re.fullmatch("0[1-9][0-9]{8,9}", folded):
            return (Diagnosis("phone-separators"),)
        if compiled(PHONE).search(folded):
            return (Diagnosis("phone-with-text"),)
        return (Diagnosis("phone-unreadable"),)


class Email(Shaped):
    """A mail address."""

    name = "email"
    pattern = (
        r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
        r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.[A-Za-z]{2,}"
    )

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Remove width, "mailto:" and brackets around the address."""
        folded = re.sub(" *([@.]) *", r"\1", half_width(text)).strip("<> ")
        folded = re.sub("^(?:mailto:|e-?mail:|メール:)", "", folded, flags=re.IGNORECASE)
        if self.fits(folded):
            return mended("email-format", text, folded, "email")
        return (Diagnosis("email-unreadable"),)


class Url(Shaped):
    """A web address, http or https.

    Source: RFC 3986 for the characters; 自治体標準オープンデータセット: URI.
    """

    name = "url"
    pattern = (
        r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::[0-9]{1,5})?"
        r"(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?"
    )

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Bring width to order; offer a scheme where none stands."""
        folded = fold_width(text).strip("<>") if "：" in text or "．" in text else text.strip("<>")
        folded = re.sub("^(?i:url):? *(?=(?i:https?:))", "", folded)
        folded = re.sub("^(?i:(https?))(?::/*|/{2,})", lambda head: head[1].lower() + "://", folded)
        if self.fits(folded):
            return mended("url-format", text, folded, "url")
        if len(re.findall("https?://", folded)) > 1:
            return (Diagnosis("several-urls"),)
        if self.fits("https://" + folded) and re.match(r"www\.|[^/]+/|[^/]+\.jp$", folded):
            repaired = "https://" + folded
            return (Diagnosis("url-scheme", repaired, "add-scheme", {"repaired": repaired}),)
        if _WITH_OTHER_LETTERS.fullmatch(folded):
            return (Diagnosis("url-other-letters"),)
        return (Diagnosis("url-unreadable"),)
