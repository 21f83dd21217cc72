"""The one-command start: pure standard library until the virtual environment exists."""
