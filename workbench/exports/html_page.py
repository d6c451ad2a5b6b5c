"""The page that the HTML export is: its head, its menu, and every block as an element."""

import re
from collections.abc import Iterator, Sequence

from workbench.exports import markup
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
from workbench.exports.html_style import style
from workbench.exports.plots import as_svg
from workbench.exports.plots.charts import table as numbers_of
from workbench.exports.plots.colours import step
from workbench.exports.plots.draw import pages

WIDE = 6
"""A table with more columns gets a bar to move it with, and is printed on pages that lie on their side."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_BROAD = 1_100  # points: a wider drawing is not shrunk but moved
_LONG = 12  # entries: a longer menu is folded away
_DEEPEST = 6  # levels of headings that HTML has
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_ID = re.compile(r"[^\w.:-]+")

_WORDS = {
    "da": {"skip": "Spring til indholdet", "contents": "Indhold", "numbers": "Tallene", "untitled": "Uden titel"},
    "en": {"skip": "Skip to the contents", "contents": "Contents", "numbers": "The numbers", "untitled": "Untitled"},
}


class Page:
    """One page: it remembers which ids are taken, and how deep the last heading was."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._language = document.language if _LANGUAGE.match(document.language) else "en"
        self._words = _WORDS["da" if self._language.lower().split("-")[0] == "da" else "en"]
        anchors = (section.anchor for section in document.sections if section.anchor)
        # Every target has its place before anything leads to it; "_" begins the page's own ids alone.
        self._places = {anchor: _ID.sub("-", anchor).lstrip("_") for anchor in anchors}
        self._given: set[str] = set()
        self._level = 0
        self._figures = 0

    def written(self) -> str:
        """The page."""
        sections = self._document.sections
        title = next((section.title for section in sections if section.title.strip()), self._words["untitled"])
        body = list(self._sections())  # first, since it gives the headings their ids
        return "\n".join(
            (
                "<!DOCTYPE html>",
                f'<html lang="{self._language}">',
                "<head>",
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="color-scheme" content="light dark">',
                '<meta name="referrer" content="no-referrer">',
                '<meta name="generator" content="workbench">',
                f"<title>{markup.line(title)}</title>",
                f"<style>\n{style()}\n</style>",
                "</head>",
                "<body>",
                f'<a class="skip" href="#_content">{self._words["skip"]}</a>',
                *self._menu(),
                '<main id="_content" tabindex="-1">',
                *body,
                "</main>",
                "</body>",
                "</html>",
                "",
            )
        )

    def _menu(self) -> Iterator[str]:
        if len(self._entries) < 2:
            return
        folded = len(self._entries) > _LONG
        yield f'<nav aria-label="{self._words["contents"]}">'
        yield f"<details><summary>{self._words['contents']}</summary><ul>" if folded else "<ul>"
        yield from (f'<li><a href="#{place}">{markup.line(title)}</a></li>' for place, title in self._entries)
        yield "</ul></details></nav>" if folded else "</ul></nav>"

    def _sections(self) -> Iterator[str]:
        self._entries: list[tuple[str, str]] = []
        if not any(section.title.strip() for section in self._document.sections):
            yield f"<h1>{self._words['untitled']}</h1>"
        for number, section in enumerate(self._document.sections, 1):
            place = self._place(section.anchor) or f"_{number}"
            if section.title.strip():
                yield self._heading(section, place)
                if section.level == 2:
                    self._entries.append((place, section.title))
            elif section.anchor:
                yield f'<div class="place" id="{place}"></div>'
            for block in section.blocks:
                yield self._block(block, place if section.title.strip() else "")

    def _place(self, anchor: str) -> str:
        """The id of an anchor where it comes first; "" afterwards, and for none."""
        place = self._places.get(anchor, "")
        if not place or place in self._given:
            return ""
        self._given.add(place)
        return place

    def _heading(self, section: Section, place: str) -> str:
        # A level is never left out: who hears the page would look for what is missing.
        level = self._level = min(max(section.level, 1), self._level + 1, _DEEPEST)
        return f'<h{level} id="{place}">{markup.line(section.title)}</h{level}>'

    def _block(self, block: Block, heading: str) -> str:
        match block:
            case Paragraph(line):
                return f"<p>{self._line(line)}</p>"
            case Items(lines):
                return "<ul>\n" + "\n".join(f"<li>{self._line(line)}</li>" for line in lines) + "\n</ul>"
            case Table():
                return self._table(block, heading)
            case Quotation(line, attribution):
                who = f"<figcaption>— {self._line(attribution)}</figcaption>" if attribution else ""
                return f'<figure class="said"><blockquote><p>{self._line(line)}</p></blockquote>{who}</figure>'
            case Figure():
                return self._figure(block)

    def _line(self, line: Line) -> str:
        return "".join(map(self._run, line)).strip()

    def _run(self, run: Text) -> str:
        written = markup.text(run.text).replace("\n", "<br>")
        bare = written.strip()
        if not bare:
            return written
        marked = f"<strong>{bare}</strong>" if run.strong else bare
        marked = f"<em>{marked}</em>" if run.emphasis else marked
        if run.to in self._places:
            marked = f'<a href="#{self._places[run.to]}">{marked}</a>'
        return written.replace(bare, marked, 1)

    def _table(self, table: Table, heading: str) -> str:
        caption = f"<caption>{markup.line(table.caption)}</caption>" if table.caption else ""
        named = f' aria-labelledby="{heading}"' if heading and not caption else ""
        head = "".join(
            f'<th scope="col"{_class(number in table.numbers)}>{markup.line(name)}</th>'
            if name.strip()
            else f"<td{_class(number in table.numbers)}></td>"
            for number, name in enumerate(table.header)
        )
        rows = "\n".join(
            f"<tr>{''.join(self._cells(table, number, row))}</tr>" for number, row in enumerate(table.rows)
        )
        written = f"<table{named}>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
        if len(table.header) <= WIDE:
            return written
        label = f' aria-label="{markup.line(table.caption)}"' if table.caption else named
        return f'<div class="wide" tabindex="0" role="group"{label}>{written}</div>'

    def _cells(self, table: Table, row: int, cells: Sequence[Line]) -> Iterator[str]:
        for column in range(len(table.header)):
            said = self._line(cells[column]) if column < len(cells) else ""
            shade = table.shades.get((row, column))
            looks = _class(column in table.numbers, shade)
            if column < table.heads and said:
                yield f'<th scope="row"{looks}>{said}</th>'
            else:
                yield f"<td{looks}>{said}</td>"

    def _figure(self, figure: Figure) -> str:
        """The drawing, its caption, and the numbers it was drawn from, folded away."""
        drawings = []
        for page in pages(figure):
            self._figures += 1
            drawings.append(as_svg.element(page, f"_figure{self._figures}"))
        drawing = "\n".join(drawings)
        if figure.drawing.width > _BROAD:
            label = f"_figure{self._figures}-t"
            drawing = f'<div class="wide broad" tabindex="0" role="group" aria-labelledby="{label}">{drawing}</div>'
        header, rows = numbers_of(figure.drawing.chart)
        numbers = Table(
            header,
            tuple(tuple((Text("" if value is None else str(value)),) for value in row) for row in rows),
            frozenset(range(1, len(header))),
        )
        folded = f"<details><summary>{self._words['numbers']}</summary>{self._table(numbers, '')}</details>"
        caption = f"<figcaption>{self._line(figure.caption)}</figcaption>"
        return f"<figure>\n{drawing}\n{caption}\n{folded}\n</figure>"


def _class(number: bool, shade: float | None = None) -> str:
    names = ["n"] if number else []
    names += ["shade", f"shade{step(shade)}"] if shade else []
    return f' class="{" ".join(names)}"' if names else ""
