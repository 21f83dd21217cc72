"""kanazawa_theme: the look of the site."""
