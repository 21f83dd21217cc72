"""What other features may add to contributions."""

from __future__ import annotations

from ckan.plugins.interfaces import Interface

from ckanext.kanazawa.contribute.submissions.kind import Kind


class IContributions(Interface):
    """Further kinds of submission."""

    def kanazawa_contribution_kinds(self) -> dict[str, Kind]:
        """Return name → kind, used as `Submission.kind`; own names win over these."""
        return {}
