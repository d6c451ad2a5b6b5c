"""Excel: the records on the first sheet, typed and with a filter; then what is to be read, and what is behind it."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from workbench import sanitise
from workbench.exports.document import Block, Document, Figure, Items, Line, Paragraph, Quotation, Section, Table
from workbench.exports.packing import packed

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MAX_CELL = 32_767
"""Characters a cell of Excel holds."""

MAX_ROWS = 1_048_576
_CUT = " […]"
_NAME = re.compile(r"[\[\]:*?/\\]")
_NUMBER = re.compile(r"-?\d{1,15}\Z")
_WIDEST, _NARROWEST = 60, 9


def write(document: Document) -> bytes:
    """The document as a workbook. Cells are text or numbers, never formulas; text beyond ``MAX_CELL`` is cut."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    names: set[str] = set()
    looks = _Looks()
    records = document.records
    if records.header:
        _records(book.create_sheet(_sheet_name("data", names)), looks, records.header, records.rows)
    for section in document.sections:
        if section.level == 1:
            _sections(book.create_sheet(_sheet_name(section.title, names)), looks, [section])
    below = [section for section in document.sections if section.level > 1]
    if document.sheets:  # where quoted passages have a sheet of their own, they need not stand among the details too
        below = [section for section in below if not (section.blocks and all(map(_quoted, section.blocks)))]
    if below:
        _sections(book.create_sheet(_sheet_name("details", names)), looks, below)
    for name, further in document.sheets.items():
        _records(book.create_sheet(_sheet_name(name, names)), looks, further.header, further.rows)
    if not names:
        book.create_sheet("data")  # a workbook without a sheet is none
    out = io.BytesIO()
    book.save(out)
    return packed(out.getvalue())


def _quoted(block: Block) -> bool:
    return isinstance(block, Quotation)


def _records(
    sheet: Any,
    looks: "_Looks",
    header: Sequence[str],
    rows: Sequence[Sequence[str | int | float | None]],
) -> None:
    from openpyxl.utils import get_column_letter

    _widths(sheet, [header, *rows])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{min(len(rows) + 1, MAX_ROWS)}"
    sheet.append([_cell(sheet, looks, name, bold=True) for name in header])
    for row in rows[: MAX_ROWS - 1]:
        sheet.append([_cell(sheet, looks, value) for value in row])


def _sections(sheet: "WriteOnlyWorksheet", looks: "_Looks", sections: Sequence[Section]) -> None:
    tables = [block for section in sections for block in section.blocks if isinstance(block, Table)]
    _widths(sheet, [row for table in tables for row in (table.header, *(map(_plain, cells) for cells in table.rows))])
    left = MAX_ROWS
    for section in sections:
        for row in _lines(section):
            if left:
                sheet.append([_cell(sheet, looks, value, bold=bold) for value, bold in row])
                left -= 1


def _lines(section: Section) -> Iterable[list[tuple[str | float, bool]]]:
    """The rows of a section: (value, bold) by cell."""
    if section.title:
        yield [(section.title, True)]
    for block in section.blocks:
        match block:
            case Paragraph(line):
                yield [(_plain(line), False)]
            case Items(lines):
                for line in lines:
                    yield [("– " + _plain(line), False)]
            case Quotation(line, attribution):
                yield [(_plain(line), False)]
                if said := _plain(attribution):
                    yield [(f"— {said}", False)]
            case Figure():
                from workbench.exports.plots.charts import table as numbers_of

                yield [(_plain(block.caption), False)]
                header, rows = numbers_of(block.drawing.chart)
                yield [(name, True) for name in header]
                yield from ([("" if value is None else value, False) for value in row] for row in rows)
            case Table():
                if block.caption:
                    yield [(block.caption, False)]
                yield [(name, True) for name in block.header]
                for cells in block.rows:
                    yield [
                        (_number(_plain(cell)) if number in block.numbers else _plain(cell), _strong(cell))
                        for number, cell in enumerate(cells)
                    ]
                yield []
    yield []


def _plain(line: Line) -> str:
    return "".join(run.text for run in line).strip()


def _strong(line: Line) -> bool:
    return bool(line) and all(run.strong for run in line)


def _number(text: str) -> str | int:
    return int(text) if _NUMBER.match(text) else text


def _cell(sheet: "WriteOnlyWorksheet", looks: "_Looks", value: str | float | None, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value if abs(value) < float("inf") else None
    cell: Any = WriteOnlyCell(sheet, "")
    written = sanitise.office(value.replace("\r\n", "\n"))
    cell._value = written if len(written) <= MAX_CELL else _shortened(written)
    cell.data_type = "s"  # whatever it begins with: the library would make a formula of =
    # The same for what Excel would make one of, when somebody edits the cell.
    looks.dress(cell, bold, "\n" in value or len(value) > _WIDEST, value[0] in "=+-@'\t")
    return cell


class _Looks:
    """The few looks cells have, each made once: the library works a style out anew for every cell that is given one."""

    def __init__(self) -> None:
        self._known: dict[tuple[bool, bool, bool], Any] = {}

    def dress(self, cell: Any, bold: bool, wrapped: bool, quoted: bool) -> None:
        """Give a cell its look."""
        from openpyxl.styles import Alignment, Font

        look = bold, wrapped, quoted
        if look not in self._known:
            cell.alignment = Alignment(vertical="top", wrap_text=wrapped)
            if bold:
                cell.font = Font(bold=True)
            if quoted:
                cell.quotePrefix = True
            self._known[look] = cell._style
        cell._style = self._known[look]


def _shortened(text: str) -> str:
    """What a cell holds of a text that is too long, without half a spelling of a character at its end."""
    cut = text[: MAX_CELL - len(_CUT)]
    return re.sub(r"_x?[0-9A-F]{0,4}\Z", "", cut) + _CUT


def _widths(sheet: Any, rows: Iterable[Iterable[object]]) -> None:
    """Columns as wide as what stands in them, within reason; said before the first row, as a stream must."""
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for row in rows:
        for number, value in enumerate(row):
            longest = max(map(len, str(value).split("\n"))) if value not in (None, "") else 0
            widths[number] = max(widths.get(number, _NARROWEST), min(longest + 2, _WIDEST))
    for number, width in widths.items():
        sheet.column_dimensions[get_column_letter(number + 1)].width = width


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel takes: 31 characters at most, none of its marks, and no two the same."""
    base = _NAME.sub(" ", sanitise.line(title)).strip("' ") or "sheet"
    name, number = base[:31].strip("' "), 1
    while name.casefold() in taken or name.casefold() == "history":  # Excel keeps that name for itself
        number += 1
        name = f"{base[:26].strip()} {number}"
    taken.add(name.casefold())
    return name
