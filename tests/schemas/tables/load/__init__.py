"""Tables in the DataStore."""
