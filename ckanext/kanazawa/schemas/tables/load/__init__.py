"""The published table of the shown edition becomes the DataStore table of its resource.

columns, types      what the columns are called, and what they hold
spool, lexemes      the rows on their way, and the words they are found by
staging, swap       a hidden table is filled, then takes the place of the old one
dictionary          labels and notes of the columns; what editors wrote is kept
flags, reconcile    what CKAN's resource says of its table
query, search       `q` finds parts of Japanese words
dump                one snapshot for a whole download
"""
