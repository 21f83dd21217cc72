"""What stewards settle beforehand: standing approvals, deputies, texts for replies."""
