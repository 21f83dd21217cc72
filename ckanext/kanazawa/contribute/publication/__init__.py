"""What was approved becomes public in one transaction, and can be taken down."""
