"""Against abuse: rates, quotas, what files may be."""
