"""A steward takes a submission over and edits it; its contributor keeps the credit."""
