"""New findings are told: as a feed, and as a mail to the editors of an organisation."""
