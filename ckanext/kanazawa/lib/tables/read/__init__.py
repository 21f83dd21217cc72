"""Read files of every kind as tables of text cells."""
