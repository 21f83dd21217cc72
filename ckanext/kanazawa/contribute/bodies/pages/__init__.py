"""Pages: the list, the form, the page of a body."""
