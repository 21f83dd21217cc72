"""The pages and actions of the table formats: what to write, and who already does."""
