"""What people are told: inbox, mails through an outbox, digests."""
