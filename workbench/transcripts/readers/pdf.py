"""PDF (.pdf), through pypdf where it is installed (the extra ``pdf``): the text of its pages, mended, to be checked.

A PDF knows where letters stand and not what a paragraph is; `pdflines` puts lines together again. Pictures are not
looked at, nothing is run or fetched, and no helper program is called.
"""

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from workbench.errors import InputError
from workbench.transcripts.decode import refuse_length, refuse_size
from workbench.transcripts.readers.document import PROPERTY, Hidden, parts
from workbench.transcripts.readers.parts import Parts
from workbench.transcripts.readers.pdflines import Page, mended

MAX_PAGES = 3_000
MAX_MARKS = 1_500_000  # drawing operations in all pages together: a page of text has some hundred to two thousand

_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 30_000_000,
    "lzw_maximum_output_length": 30_000_000,
    "run_length_maximum_output_length": 30_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 150_000,
    "page_tree_maximum_entries": 20_000,
    "page_tree_maximum_page_entries": 200_000,
    "xform_maximum_invocations_per_extraction": 500,
    "jbig2dec_binary": None,
}
_SPARSE = 25  # letters a page: below it, the pages are pictures with a few words on them
_HINT_LOCKED = "Open it with the password, print it to a new PDF or save a copy without it, and import that."
_HINT_SCANNED = "Have the text recognised first (OCR), read it through, and import that; or type it."
_HINT_DAMAGED = "Open it in a PDF reader, print it to a new PDF and import that."


def read(data: bytes, *, encoding: str = "", repair: bool = False) -> Parts:
    """The transcript in a PDF. InputError: pypdf is missing, no PDF, damaged, locked, scanned, or too large.

    ``encoding`` and ``repair`` are for formats without a character set of their own; they change nothing here.
    """
    refuse_size(data)
    hidden = Hidden()
    pages = _pages(data, hidden)
    letters = sum(len(line.text) for page in pages for line in page)
    if not any(line.text.strip() for page in pages for line in page):
        raise InputError("there is no text in this PDF: its pages are pictures (scanned)", _HINT_SCANNED)
    found = mended(pages)
    doubts = [f"read from a PDF: check it against the original ({', '.join(found.done) or 'lines were put together'})"]
    if letters < _SPARSE * len(pages):
        doubts.append("most of its pages hold hardly any text: they may be scanned")
    for text in found.away:
        hidden.add(text)
    return parts(found.lines, warnings=[*doubts, *hidden.said()], hidden=hidden.texts)


def _pages(data: bytes, hidden: Hidden) -> list[Page]:
    """The lines of every page, and the properties of the file."""
    try:
        import pypdf
        from pypdf import apply_configuration
    except ImportError:
        raise InputError(
            "reading PDF files needs a package that is not installed (pypdf)",
            'Install it: `pip install "workbench[pdf]"`, or save the transcript as .docx or .txt.',
        ) from None
    import io

    try:
        with _quiet(), apply_configuration(**_LIMITS):
            reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise InputError("the PDF is protected by a password", _HINT_LOCKED)
            if len(reader.pages) > MAX_PAGES:
                raise InputError(f"the PDF has too many pages (at most {MAX_PAGES:,})", "Split it.")
            said: Mapping[str, Any] = reader.metadata or {}
            for key in ("/Title", "/Author", "/Subject", "/Keywords", "/Company", "/Manager"):
                hidden.add(str(said.get(key) or ""), PROPERTY)
            return list(_extracted(reader.pages))
    except InputError:
        raise
    except Exception:  # noqa: BLE001  what a broken file does to a parser is never the same twice
        raise InputError("the PDF is damaged, or made in a way that is not known here", _HINT_DAMAGED) from None


def _extracted(pages: Sequence[Any]) -> Iterator[Page]:
    marks = letters = 0

    def count(*_: object) -> None:
        nonlocal marks
        marks += 1
        if marks > MAX_MARKS:
            raise InputError("the PDF draws far more than any interview needs", _HINT_DAMAGED)

    for one in pages:
        page = Page()
        one.extract_text(visitor_operand_before=count, visitor_text=page.add)
        page.end()
        letters += sum(len(line.text) for line in page)
        refuse_length(letters)
        yield page


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf tells the log what it finds in a file, which may be its text, and a log ends on the screen."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
