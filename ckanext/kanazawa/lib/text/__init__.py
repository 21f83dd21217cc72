"""Japanese text: widths, characters, and the words and bigrams a search looks for."""
