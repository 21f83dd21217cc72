"""The one catalogue of translations, and the tool that keeps it complete.

`ckanext-kanazawa.po` holds the Japanese of our own messages, and of those of CKAN
and the extensions we use wherever they have none or a poor one: CKAN loads this
catalogue after its own, so that ours wins. `python -m ckanext.kanazawa.i18n` works
on it (CONTRIBUTING.md tells how).
"""
