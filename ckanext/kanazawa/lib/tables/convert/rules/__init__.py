"""Rules of converting: how columns of one format become columns of another."""
