"""The stewards' side: queue, decisions, pages."""
