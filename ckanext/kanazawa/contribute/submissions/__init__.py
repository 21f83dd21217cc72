"""Submissions: the guided form, revisions, pending files, automatic checks."""
