"""Write a table as CSV, TSV, XLSX, GeoJSON, JSON, JSON Lines or Parquet."""

from ckanext.kanazawa.lib.tables.write.forms import FORMS, form_of
from ckanext.kanazawa.lib.tables.write.job import Options, Written
from ckanext.kanazawa.lib.tables.write.writing import write

__all__ = ["FORMS", "Options", "Written", "form_of", "write"]
