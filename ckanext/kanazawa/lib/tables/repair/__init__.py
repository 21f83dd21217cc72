"""Repair what a machine can mend for sure, each change listed."""
