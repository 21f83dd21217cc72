"""The published table as people see it: rows, a map, charts; on pages and inside others.

Everything is read from the DataStore table of the resource, so that nothing but the edition
that visitors may see is ever shown. All state is in the address.
"""
