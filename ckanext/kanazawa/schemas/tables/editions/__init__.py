"""Which editions a resource has, and which of them the public sees."""
