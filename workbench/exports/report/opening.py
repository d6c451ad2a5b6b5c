"""The first page of a report, what it was made from, and how the same one is made again."""

from collections.abc import Iterable

from workbench.exports.document import Block, Items, Line, Paragraph, Section, Text, plain
from workbench.exports.report.values import Given, Source
from workbench.exports.report.words import ReportWords
from workbench.exports.spoken import NUMBERS


def opening(given: Given, words: ReportWords, parts: Iterable[tuple[str, str]]) -> Section:
    """The title, what this is, and the contents: ``parts`` are headings and their anchors."""
    source = given.source
    spoken = all(table.matrix.rule.counts == NUMBERS for table in given.tables)
    blocks: list[Block] = [Paragraph(plain(_about(source, words, "about numbers" if spoken else "about themes")))]
    if source.blind:
        said = words("about blind", names=words.listed(source.blind))
        blocks.append(Paragraph((Text(said, strong=True),)))
    contents: tuple[Line, ...] = tuple((Text(title, to=anchor),) for title, anchor in parts)
    blocks += [Paragraph((Text(words("contents"), strong=True),)), Items(contents)] if contents else []
    return Section(source.title or words("untitled"), 1, tuple(blocks))


def _about(source: Source, words: ReportWords, tables: str) -> str:
    said = words("about", version=source.version)
    said += words("about day", day=words.day(source.day)) if source.day else ""
    said += (words("about place", log=source.log) if source.log else "") + "."
    if source.coders:
        said += words("about coded", layer=words.layer(source.layer), coders=words.listed(source.coders))
    return said + words(tables)


def reproducing(source: Source, command: str, words: ReportWords) -> tuple[Block, ...]:
    """How the same report is made again, from a place in the log that means the same everywhere."""
    return (
        Paragraph(plain(words("again", version=source.version))),
        Paragraph((Text(f"{command} --at {source.place}", emphasis=True),)),
    )
