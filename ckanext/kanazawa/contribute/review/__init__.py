"""The stewards' side: queue, differences, remarks, decisions, inquiries."""
