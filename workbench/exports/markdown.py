"""Markdown: tables that can be pasted into a report, and links that lead somewhere.

Anchors are written as ``<a id="…"></a>``, because every renderer makes other ones of headings; that is the only HTML
there is, and only letters, digits and hyphens of what anybody typed come into it.
"""

import re
from collections.abc import Sequence

from workbench import sanitise
from workbench.exports.document import (
    Block,
    Document,
    Figure,
    Items,
    Line,
    Paragraph,
    Quotation,
    Section,
    Table,
    Text,
)

_MORE = re.compile(r"[&$^]|(?<=:)/(?=/)|(?<=www)\.", re.IGNORECASE)
_START = re.compile(r"[-+=]|\d+(?=[.)])")


def write(document: Document) -> str:
    """The document's sections as Markdown with tables (GitHub, Pandoc)."""
    return "\n\n".join(part for section in document.sections for part in _section(section)) + "\n"


def text(raw: str) -> str:
    """``raw`` as Markdown that stays text; a space at either end is kept, for runs that follow each other."""
    flat = _MORE.sub(r"\\\g<0>", sanitise.markdown(raw))
    if not flat:
        return " " if raw else ""
    return (" " if raw[0].isspace() else "") + flat + (" " if raw[-1].isspace() else "")


def _section(section: Section) -> list[str]:
    anchor = f'<a id="{section.anchor}"></a>' if section.anchor else ""
    return [f"{'#' * section.level} {anchor}{text(section.title)}", *map(_block, section.blocks)]


def _block(block: Block) -> str:
    match block:
        case Paragraph(line):
            return _opening(_line(line))
        case Items(lines):
            return "\n".join(f"- {_opening(_line(line))}" for line in lines)
        case Table():
            caption = f"{_opening(text(block.caption))}\n\n" if block.caption else ""
            return caption + _table(block)
        case Quotation(line, attribution):
            said = _line(attribution)
            return f"> {_opening(_line(line))}" + (f"\n>\n> — {said}" if said else "")
        case Figure():
            from workbench.exports.plots.as_text import lines as drawn

            return f"{_fenced(drawn(block.drawing.chart))}\n\n{_opening(_line(block.caption))}"


def _table(table: Table) -> str:
    rule = "|".join("---:" if i in table.numbers else "---" for i in range(len(table.header)))
    header, *rows = (
        f"| {' | '.join(cells)} |"
        for cells in (map(text, table.header), *([_line(cell) for cell in row] for row in table.rows))
    )
    return "\n".join((header, f"|{rule}|", *rows))


def _fenced(lines: Sequence[str]) -> str:
    """Lines that stay as they are: between fences longer than any in them."""
    longest = max((len(ticks) for line in lines for ticks in re.findall("`+", line)), default=0)
    fence = "`" * max(longest + 1, 3)
    return "\n".join((f"{fence}text", *lines, fence))


def _opening(written: str) -> str:
    """``written`` so that it opens a paragraph, not a list or a rule."""
    found = _START.match(written)
    if found is None:
        return written
    return f"\\{written}" if found[0] in "-+=" else f"{found[0]}\\{written[found.end() :]}"


def _line(line: Line) -> str:
    return "".join(map(_run, line)).strip()


def _run(run: Text) -> str:
    written = text(run.text)
    bare = written.strip()
    if not bare or not (run.strong or run.emphasis or run.to):
        return written
    marked = f"**{bare}**" if run.strong else f"*{bare}*" if run.emphasis else bare
    if run.to:
        marked = f"[{marked}](#{run.to})"
    return written.replace(bare, marked, 1) if written != bare else marked
