"""Check a table against its format: every finding, in blocks of bounded memory."""

from ckanext.kanazawa.lib.tables.check.report import Report
from ckanext.kanazawa.lib.tables.check.run import NEAR_DUPLICATE_ROWS, check

__all__ = ["NEAR_DUPLICATE_ROWS", "Report", "check"]
