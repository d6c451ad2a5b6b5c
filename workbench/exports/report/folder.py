"""A report as a folder: a first page, a page for every table and every theme, and the drawings beside them."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from workbench.exports import markdown, plots
from workbench.exports.document import Block, Document, Figure, Items, Line, Paragraph, Records, Section, Text, plain
from workbench.exports.report.words import ReportWords

FIRST = "report.md"
_LINK = re.compile(r"(?<!\\)\]\(#([a-z0-9-]+)\)")
_PAGES = {"matrices": "tables", "themes": "themes"}
_LONGEST = 60


def files(document: Document) -> dict[str, str]:
    """Path below the folder -> content, the first page first; every link is relative and leads somewhere."""
    words = ReportWords(document.language)
    pages = _pages(document.sections, words)
    home = {section.anchor: path for path, sections in pages.items() for section in sections if section.anchor}
    written: dict[str, str] = {}
    drawn: dict[str, str] = {}
    for path, sections in pages.items():
        written[path] = _written(path, sections, document.language, home, drawn)
    return written | drawn


def _pages(sections: Iterable[Section], words: ReportWords) -> dict[str, list[Section]]:
    """Path -> its sections, headings as they stand on a page of their own."""
    folders = {words.heading(part): folder for part, folder in _PAGES.items()}
    pages: dict[str, list[Section]] = {FIRST: []}
    first, folder, path = pages[FIRST], "", FIRST
    listed: list[Line] = []
    for section in sections:
        if section.level <= 2:
            folder, path, listed = folders.get(section.title, ""), FIRST, []
        elif folder and (section.level == 3 or folder == "themes"):
            path = f"{folder}/{len(listed) + 1:02}-{section.anchor[:_LONGEST].strip('-')}.md"
            listed.append((Text(section.title, strong=section.level == 3, to=section.anchor),))
            index = first[-1]._replace(blocks=(Items(tuple(listed)),))
            first[-1] = index
            pages[path] = [section._replace(level=1, blocks=(*section.blocks, _back(first[0], words)))]
            continue
        page = pages[path]
        page.append(section if path == FIRST else section._replace(level=section.level - 2))
    return pages


def _back(first: Section, words: ReportWords) -> Paragraph:
    return Paragraph((Text(words("back"), to=first.anchor),))


def _written(
    path: str, sections: Iterable[Section], language: str, home: Mapping[str, str], drawn: dict[str, str]
) -> str:
    here = posixpath.dirname(path)
    images: dict[str, str] = {}

    def drawing(block: Block) -> Iterator[Block]:
        if not isinstance(block, Figure):
            yield block
            return
        token = f"figure{sha256(f'{path} {len(drawn)}'.encode()).hexdigest()}"
        stem = posixpath.splitext(posixpath.basename(path))[0]
        file = f"plots/{stem}-{len(images) + 1}.svg"
        drawn[file] = plots.svg(block)
        images[token] = f"![{markdown.text(block.alternative)}]({posixpath.relpath(file, here or '.')})"
        yield Paragraph(plain(token))
        yield Paragraph(block.caption)

    made = tuple(s._replace(blocks=tuple(new for b in s.blocks for new in drawing(b))) for s in sections)
    text = markdown.write(Document(language, made, Records((), ()), {}))
    for token, image in images.items():
        text = text.replace(token, image)

    def relative(found: re.Match[str]) -> str:
        there = home.get(found[1], path)
        return f"](#{found[1]})" if there == path else f"]({posixpath.relpath(there, here or '.')}#{found[1]})"

    return _LINK.sub(relative, text)
