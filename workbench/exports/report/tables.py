"""The matrices in a report: each with its rule and its notes. What is behind the numbers is on the themes' pages."""

import re
from collections.abc import Iterable, Mapping

from workbench.exports.document import Block, Items, Line, Paragraph, Section, Text
from workbench.exports.report.joining import shifted
from workbench.exports.report.values import Tabled
from workbench.exports.report.words import ReportWords

LEVEL = 3
_SENTENCE = re.compile(r"(?<=\.) (?=\S)")
_BEHIND = "evidence"
_ELSEWHERE = ("denied list", "sensitivity list")


def table(
    tabled: Tabled, anchor: str, themes: Mapping[str, str], words: ReportWords, first: Tabled | None = None
) -> tuple[Section, ...]:
    """The table, the rule and the lists; ``themes``: path -> where links to a theme lead.

    ``first``: the table whose rule stands above, of which only what differs is said again.
    """
    elsewhere = {words(key) for key in _ELSEWHERE}
    sections = [section for section in _before(tabled, words) if section.title not in elsewhere]
    top, *lists = shifted(sections, level=LEVEL, prefix=anchor, links=_links(tabled, themes))
    blocks = top.blocks if first is None else tuple(_briefly(block, first, words) for block in top.blocks)
    figure = [tabled.figure] if tabled.figure else []
    return (
        top._replace(blocks=(*blocks, *figure), anchor=anchor),
        *(one._replace(blocks=tuple(map(_together, one.blocks))) for one in lists),
    )


def _briefly(block: Block, first: Tabled, words: ReportWords) -> Block:
    """A rule without the sentences that stand under the first table."""
    if not (isinstance(block, Paragraph) and block.line and block.line[0].text == words("rule")):
        return block
    above = next((b for b in first.document.sections[0].blocks if isinstance(b, Paragraph)), Paragraph(()))
    known = set(_sentences(above.line))
    title = first.document.sections[0].title
    kept = [one for one in _sentences(block.line) if one not in known]
    return Paragraph((block.line[0], Text(" ".join(["", *kept, words("rule as above", title=title)]))))


def _sentences(line: Line) -> list[str]:
    return _SENTENCE.split("".join(run.text for run in line[1:]).strip())


def _together(block: Block) -> Block:
    """A list in which what is said of several themes in the same words is said once."""
    if not isinstance(block, Items):
        return block
    said: dict[Line, list[Line]] = {}
    for line in block.lines:
        said.setdefault(line[1:], []).append(line[:1])
    return Items(tuple((*_joined(names), *rest) for rest, names in said.items()))


def _joined(names: Iterable[Line]) -> Line:
    runs: list[Text] = []
    for name in names:
        runs += [Text(", "), *name] if runs else name
    return tuple(runs)


def sensitivity(tabled: Tabled, anchor: str, words: ReportWords) -> tuple[Section, ...]:
    """What other thresholds would change in it; nothing where the table says nothing of it."""
    found = [section for section in _before(tabled, words) if section.title == words("sensitivity list")]
    title = tabled.document.sections[0].title
    return tuple(Section(title, LEVEL, section.blocks, anchor) for section in found)


def _before(tabled: Tabled, words: ReportWords) -> list[Section]:
    """The sections of the table itself: those before what is behind each number."""
    sections = list(tabled.document.sections)
    behind = words(_BEHIND)
    end = next((i for i, s in enumerate(sections) if i and s.level == 2 and s.title == behind), len(sections))
    return sections[:end]


def _links(tabled: Tabled, themes: Mapping[str, str]) -> dict[str, str]:
    """Anchor of a theme's section in the table's own document -> the theme's page."""
    paths = {row.path for row in tabled.matrix.rows}
    return {
        section.anchor: themes.get(section.title, "")
        for section in tabled.document.sections
        if section.anchor and section.level == LEVEL and section.title in paths
    }
