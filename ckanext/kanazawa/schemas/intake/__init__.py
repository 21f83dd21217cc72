"""What happens to metadata on its way in, before CKAN validates it.

Steps, each a module: `shape` refuses values of the wrong kind, `translations` makes plain and
translated text agree, `machine` fills in what nobody should have to type.
"""
