"""What core would tell of contributors, or let be done to their accounts, and what closes it."""
