"""Many submissions at once: a folder with a sheet that says what each file is."""
