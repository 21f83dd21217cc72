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
from ckanext.kanazawa.schemas.interfaces import IEditions, IImports, IJobs
from ckanext.kanazawa.schemas.model.bulk_import import BulkImport
from ckanext.kanazawa.schemas.model.edition import RESOURCE, SUBMISSION, Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.organizations import organization_extra, readable_title
from ckanext.kanazawa.schemas.speech import both, speaking
from ckanext.kanazawa.schemas.tables.bulk.columns import Column as SheetColumn
from ckanext.kanazawa.schemas.tables.bulk.columns import columns as sheet_columns
from ckanext.kanazawa.schemas.tables.bulk.described import described as described_import
from ckanext.kanazawa.schemas.tables.bulk.entry import Entry as SheetEntry
from ckanext.kanazawa.schemas.tables.bulk.entry import FileEntry
from ckanext.kanazawa.schemas.tables.bulk.existing import matched_resources
from ckanext.kanazawa.schemas.tables.bulk.files import Files as FolderFiles
from ckanext.kanazawa.schemas.tables.bulk.jobs import KIND as IMPORT_JOB
from ckanext.kanazawa.schemas.tables.bulk.jobs import begin as begin_import
from ckanext.kanazawa.schemas.tables.bulk.page import page_of as import_page
from ckanext.kanazawa.schemas.tables.bulk.page import sent_sheet
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tables.bulk.report import report as import_report
from ckanext.kanazawa.schemas.tables.bulk.run import Result as RowResult
from ckanext.kanazawa.schemas.tables.bulk.sink import Outcome, Sink
from ckanext.kanazawa.schemas.tables.bulk.sink import Status as RowStatus
from ckanext.kanazawa.schemas.tables.bulk.stored import drop_zip
from ckanext.kanazawa.schemas.tables.bulk.stored import keep as keep_folder
from ckanext.kanazawa.schemas.tables.bulk.template import template as sheet_template
from ckanext.kanazawa.schemas.tables.contents import original, original_file, published, setting_of
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
    "IMPORT_JOB",
    "RESOURCE",
    "SMALLER",
    "SUBMISSION",
    "BulkImport",
    "Edition",
    "FileEntry",
    "FileKind",
    "Filters",
    "FindingRow",
    "FolderFiles",
    "Handover",
    "IEditions",
    "IImports",
    "IJobs",
    "Job",
    "Outcome",
    "Reader",
    "Received",
    "Refusal",
    "RowResult",
    "RowStatus",
    "SheetColumn",
    "SheetEntry",
    "Sink",
    "StoredBytes",
    "areas",
    "begin_import",
    "both",
    "chunks_of",
    "client_address",
    "client_mark",
    "copy_measured",
    "described_import",
    "disposition",
    "drop_zip",
    "error_text",
    "extension_of",
    "format_line",
    "guess_encoding",
    "hand_over",
    "hold_job",
    "import_page",
    "import_report",
    "keep_folder",
    "kind_of",
    "kinds_of",
    "listed",
    "matched_resources",
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
    "sent_sheet",
    "setting_of",
    "sheet_columns",
    "sheet_template",
    "show_newest",
    "size_text",
    "speaking",
    "storage_of",
    "sweep_jobs",
    "told",
    "withhold_rows",
    "written_at",
]
