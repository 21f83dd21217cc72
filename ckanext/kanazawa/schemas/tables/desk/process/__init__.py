"""The process that works on one file of a visitor; imports neither CKAN nor a database.

`python -m ckanext.kanazawa.schemas.tables.desk.process FOLDER` takes a slot, leaves the web
process that started it, and watches over a child that does the work under limits.
"""
