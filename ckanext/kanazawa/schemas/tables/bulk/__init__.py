"""Many at once: a folder of files becomes datasets, tables are examined again."""
