"""What other features may use of the catalogue and its tables; nothing else."""

from ckanext.kanazawa.schemas.files.download import chunks_of
from ckanext.kanazawa.schemas.files.receive import Received, measure, receive
from ckanext.kanazawa.schemas.files.storage import storage_of
from ckanext.kanazawa.schemas.files.transaction import note as note_file
from ckanext.kanazawa.schemas.interfaces import IJobs
from ckanext.kanazawa.schemas.model.edition import RESOURCE, SUBMISSION, Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.contents import original, published
from ckanext.kanazawa.schemas.tables.editions.record import record_edition
from ckanext.kanazawa.schemas.tables.queue.put import put as put_job
from ckanext.kanazawa.schemas.tables.queue.sweep import sweep as sweep_jobs

__all__ = [
    "RESOURCE",
    "SUBMISSION",
    "Edition",
    "FindingRow",
    "IJobs",
    "Job",
    "Received",
    "chunks_of",
    "measure",
    "note_file",
    "original",
    "published",
    "put_job",
    "receive",
    "record_edition",
    "storage_of",
    "sweep_jobs",
]
