"""Convert tables between formats, by definitions or by a mapping."""
