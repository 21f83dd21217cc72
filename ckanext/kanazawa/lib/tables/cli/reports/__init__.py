"""What the commands say about tables, for people."""
