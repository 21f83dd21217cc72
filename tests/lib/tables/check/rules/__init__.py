"""Each rule with a row that breaks it and one that does not."""
