"""Speed and thoroughness of the table tools.

    python -m bench.tables.speed      a CP932 table of 44,000 × 57, beside frictionless-py
    python -m bench.tables.workbook   an XLSX of 20,000 × 24, beside openpyxl
    python -m bench.tables.large      a CSV of 1 GB: time and memory
    python -m bench.tables.sown       defects sown into clean tables: how many are found

Frictionless and openpyxl run in the same process run on the same files.
"""
