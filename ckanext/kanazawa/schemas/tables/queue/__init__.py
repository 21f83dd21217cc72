"""Jobs on tables: rows of their own with leases; a sweeper takes up what died."""
