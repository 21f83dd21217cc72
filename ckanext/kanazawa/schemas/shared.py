"""What other features may use of the catalogue and its tables; nothing else."""

from ckanext.kanazawa.schemas.choices import areas
from ckanext.kanazawa.schemas.dates import read_day, read_period_end
from ckanext.kanazawa.schemas.files.config import max_upload_bytes
from ckanext.kanazawa.schemas.files.download import StoredBytes, chunks_of, disposition
from ckanext.kanazawa.schemas.files.encoding import guess_encoding
from ckanext.kanazawa.schemas.files.handover import Handover
from ckanext.kanazawa.schemas.files.kind import Kind as FileKind
from ckanext.kanazawa.schemas.files.kind import kind_of
from ckanext.kanazawa.schemas.files.name import extension_of, safe_file_name
from ckanext.kanazawa.schemas.files.receive import Received, copy_measured, measure, receive
from ckanext.kanazawa.schemas.files.request import SMALLER
from ckanext.kanazawa.schemas.files.size import size_text
from ckanext.kanazawa.schemas.files.storage import new_location, storage_of
from ckanext.kanazawa.schemas.files.sweep import written_at
from ckanext.kanazawa.schemas.files.transaction import note as note_file
from ckanext.kanazawa.schemas.interfaces import IEditions, IJobs
from ckanext.kanazawa.schemas.model.edition import RESOURCE, SUBMISSION, Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.organizations import organization_extra, readable_title
from ckanext.kanazawa.schemas.tables.contents import original, original_file, published
from ckanext.kanazawa.schemas.tables.desk.rate import client_address, client_mark
from ckanext.kanazawa.schemas.tables.editions.handover import hand_over
from ckanext.kanazawa.schemas.tables.editions.record import record_edition
from ckanext.kanazawa.schemas.tables.editions.showing import show_newest, withhold_rows
from ckanext.kanazawa.schemas.tables.findings.listing import Filters, listed, number_of
from ckanext.kanazawa.schemas.tables.findings.summary import error_text, format_line
from ckanext.kanazawa.schemas.tables.findings.told import Reader, told
from ckanext.kanazawa.schemas.tables.mend.repairs import kinds_of
from ckanext.kanazawa.schemas.tables.queue.lease import hold as hold_job
from ckanext.kanazawa.schemas.tables.queue.put import put as put_job
from ckanext.kanazawa.schemas.tables.queue.sweep import sweep as sweep_jobs
from ckanext.kanazawa.schemas.tables.row_numbers import row_of

__all__ = [
    "RESOURCE",
    "SMALLER",
    "SUBMISSION",
    "Edition",
    "FileKind",
    "Filters",
    "FindingRow",
    "Handover",
    "IEditions",
    "IJobs",
    "Job",
    "Reader",
    "Received",
    "StoredBytes",
    "areas",
    "chunks_of",
    "client_address",
    "client_mark",
    "copy_measured",
    "disposition",
    "error_text",
    "extension_of",
    "format_line",
    "guess_encoding",
    "hand_over",
    "hold_job",
    "kind_of",
    "kinds_of",
    "listed",
    "max_upload_bytes",
    "measure",
    "new_location",
    "note_file",
    "number_of",
    "organization_extra",
    "original",
    "original_file",
    "published",
    "put_job",
    "read_day",
    "read_period_end",
    "readable_title",
    "receive",
    "record_edition",
    "row_of",
    "safe_file_name",
    "show_newest",
    "size_text",
    "storage_of",
    "sweep_jobs",
    "told",
    "withhold_rows",
    "written_at",
]
