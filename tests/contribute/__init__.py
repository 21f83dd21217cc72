"""Contributors, submissions, review and publication."""
