"""What other features may use of the catalogue and its tables; nothing else."""

from ckanext.kanazawa.schemas.files.download import chunks_of
from ckanext.kanazawa.schemas.files.encoding import guess_encoding
from ckanext.kanazawa.schemas.files.handover import Handover
from ckanext.kanazawa.schemas.files.kind import kind_of
from ckanext.kanazawa.schemas.files.name import extension_of
from ckanext.kanazawa.schemas.files.receive import Received, measure, receive
from ckanext.kanazawa.schemas.files.storage import new_location, storage_of
from ckanext.kanazawa.schemas.files.sweep import written_at
from ckanext.kanazawa.schemas.files.transaction import note as note_file
from ckanext.kanazawa.schemas.interfaces import IJobs
from ckanext.kanazawa.schemas.model.edition import RESOURCE, SUBMISSION, Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.organizations import organization_extra, readable_title
from ckanext.kanazawa.schemas.tables.contents import original, published
from ckanext.kanazawa.schemas.tables.editions.handover import hand_over
from ckanext.kanazawa.schemas.tables.editions.record import record_edition
from ckanext.kanazawa.schemas.tables.queue.lease import hold as hold_job
from ckanext.kanazawa.schemas.tables.queue.put import put as put_job
from ckanext.kanazawa.schemas.tables.queue.sweep import sweep as sweep_jobs

__all__ = [
    "RESOURCE",
    "SUBMISSION",
    "Edition",
    "FindingRow",
    "Handover",
    "IJobs",
    "Job",
    "Received",
    "chunks_of",
    "extension_of",
    "guess_encoding",
    "hand_over",
    "hold_job",
    "kind_of",
    "measure",
    "new_location",
    "note_file",
    "organization_extra",
    "original",
    "published",
    "put_job",
    "readable_title",
    "receive",
    "record_edition",
    "storage_of",
    "sweep_jobs",
    "written_at",
]
