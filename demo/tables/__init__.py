"""What the demonstration's files hold, one module for each kind of origin."""
