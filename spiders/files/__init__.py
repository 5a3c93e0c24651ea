"""Files that pages offer: bytes of a PDF, DOCX, DOC, XLSX or ZIP to text with page numbers.

read_file(name, content_type, body, limits) -> FileText       in a limited child process
read_here(name, content_type, body, limits) -> FileText       for a process that is limited already
FileRejected(reason, detail)                                  why a file has no text
ReaderKilledError                                             the child was killed, the file is not judged
to_unicode(text), decode_legacy(body)                         TCVN3, VNI, VISCII, windows-1258
"""

from spiders.files.child import read_file
from spiders.files.legacy import decode_legacy, to_unicode
from spiders.files.model import REASONS, FileLimits, FileRejected, FileText, ReaderKilledError, RejectedMember
from spiders.files.reading import read_here

__all__ = [
    "REASONS",
    "FileLimits",
    "FileRejected",
    "FileText",
    "ReaderKilledError",
    "RejectedMember",
    "decode_legacy",
    "read_file",
    "read_here",
    "to_unicode",
]
