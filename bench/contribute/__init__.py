"""How fast contributions are: the queue, publication, many contributors at once."""
