"""What was found in a table: summary, page, files and badges."""
