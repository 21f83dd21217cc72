"""What other features may use of contributions; nothing else."""

from ckanext.kanazawa.contribute.interfaces import IContributions
from ckanext.kanazawa.contribute.submissions.kind import Draft, Kind

__all__ = ["Draft", "IContributions", "Kind"]
