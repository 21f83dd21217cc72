"""Tables: read, recognise, check, repair, convert, write. Needs neither CKAN nor a server."""
