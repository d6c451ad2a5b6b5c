r"""The codebook as text: Markdown a person can write, and the one way it is written back.

    ## Netværk {#k7f3}

    Definition: At finde, forbinde og holde fast i de rette mennesker.
    Include: navngivne kontakter, faste møder.
    Facets: kind = reel

``#`` and more give the tree (a level may not be skipped; deeper than Markdown's six is allowed), ``{#id}`` is the short
id by which a code stays itself when it is renamed. Fields are Definition, Include, Exclude, Example, Facets and Colour
(or Inkluder, Ekskluder, Eksempel, Facetter, Farve); each runs on, paragraphs and all, until the next field or heading.
``Exclusive: yes`` (``Eksklusiv: ja``) says that of the codes below this one a passage bears one at most, and
``Status: draft`` or ``settled`` (``udkast``, ``fastlagt``) how far it has come; with any other word after it, either is
a line of text. Text right after a heading is its definition. What would be read as something else
carries a backslash: see ``marks`` for lines, ``facets`` for the facets; in a name `` / `` is written ``\/`` and a last
``~2`` is ``\~2``.

Nothing is lost without a word: text before the first heading, comments, doubled fields, slips of a field's name, and
lines that start with ``#`` and are no heading are refused with their line. Reading and writing again keeps every text
as it was, but for line ends (LF), white space at ends of lines and empty lines around a field.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

from workbench import identity, sanitise
from workbench.codebook import facets as facet_line
from workbench.codebook import marks
from workbench.codebook.edits import Edit, differences
from workbench.codebook.heading import TEXT_FIELDS, Heading, read_name, written_name
from workbench.errors import InputError

__all__ = ["MAX_CHARACTERS", "MAX_CODES", "Edit", "Heading", "differences", "parse", "render"]

MAX_CHARACTERS = 20_000_000
"""Characters in a codebook file."""

MAX_CODES = 50_000
"""Headings in a codebook file."""

_HEADING = re.compile(r" {0,3}(#+)(?:\s+(.*))?\Z")
_SHORT = re.compile(r"(?:(.*?)\s*)\{#([^{}]*)\}\Z")
LEGAL_SHORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}\Z")
"""What a short id may be; ``fullmatch`` it."""
_ESCAPE_HINT = "If it is text, put a backslash before it."


@dataclass(slots=True)
class _Block:
    """A heading and the raw lines of its fields: the line of its name, what stands beside it, what follows."""

    line: int
    level: int
    name: str
    short: str
    given: bool = True
    fields: dict[str, tuple[int, str, list[str]]] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    parent: "_Block | None" = None


def parse(text: str, file: str = "codebook.md") -> tuple[Heading, ...]:
    """The codes in ``text``, in its order; a heading without ``{#id}`` gets the short id its path derives.

    InputError with ``file`` and line for whatever is doubtful. Two headings may have one path only if both carry their
    own ``{#id}`` (two replicas may have made them), and no two may have one short id.
    """
    try:
        blocks = _blocks(_lines(text))
        _refuse_doubles(blocks)
        _derive_missing(blocks)
        return tuple(map(_heading, blocks))
    except InputError as error:
        raise error.at(file) from None


def render(headings: Iterable[Heading]) -> str:
    """The canonical text: ``parse`` of it gives ``headings`` again, depth first, siblings in the order given.

    ValueError if a short id occurs twice or parents form a ring; an unknown parent counts as the top.
    """
    known: dict[str, Heading] = {}
    for heading in headings:
        if heading.short in known:
            raise ValueError(f"short id {heading.short} occurs twice")
        known[heading.short] = heading
    children: dict[str, list[Heading]] = {}
    for heading in known.values():
        children.setdefault(heading.parent if heading.parent in known else "", []).append(heading)
    written: list[str] = []
    waiting = [(1, heading) for heading in reversed(children.get("", []))]
    while waiting:
        level, heading = waiting.pop()
        written.append(_written(heading, level))
        waiting += [(level + 1, child) for child in reversed(children.get(heading.short, []))]
    if len(written) != len(known):
        raise ValueError("parents form a ring")
    return "\n\n".join(written) + "\n" if written else ""


def _written(heading: Heading, level: int) -> str:
    lines = [f"{'#' * level} {written_name(heading.name)} {{#{heading.short}}}", ""]
    for name in TEXT_FIELDS:
        if text := getattr(heading, name):
            first, *following = marks.escaped(text)
            lines += [f"{name.capitalize()}: {first}", *following]
    if facets := facet_line.render(heading.facets):
        lines.append(f"Facets: {facets}")
    if colour := sanitise.name(heading.colour):
        lines.append(f"Colour: {marks.escaped(colour)[0]}")
    if heading.exclusive:
        lines.append("Exclusive: yes")
    if heading.status:
        lines.append(f"Status: {heading.status}")
    return "\n".join(lines if len(lines) > 2 else lines[:1])


def _lines(text: str) -> list[str]:
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"{len(text):,} characters are more than a codebook may have ({MAX_CHARACTERS:,})", "Is it the right file?"
        )
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if why := "" if line.isascii() and "\x00" not in line else sanitise.unstorable(line):
            raise InputError(f"the text cannot be stored: {why}", "Save the file as UTF-8 text.", line=number)
    return lines


def _blocks(lines: list[str]) -> list[_Block]:
    blocks: list[_Block] = []
    stack: list[_Block] = []
    into: list[str] | None = None  # the lines of the field that is being read
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip()
        if line.lstrip().startswith("#"):
            block = _opened(line, number)
            if block.level > len(stack) + 1:
                _refuse_level(block, len(stack))
            del stack[block.level - 1 :]
            block.parent = stack[-1] if stack else None
            block.path = (*(block.parent.path if block.parent else ()), block.name)
            stack.append(block)
            blocks.append(block)
            into = None
            if len(blocks) > MAX_CODES:
                raise InputError(f"more than {MAX_CODES:,} headings", "Is it the right file?", line=number)
        elif line or into is not None:
            into = _text(line, number, blocks[-1] if blocks else None, into)
    return blocks


def _text(line: str, number: int, block: _Block | None, into: list[str] | None) -> list[str]:
    """Take one line that is no heading; returns the lines of the field that it belongs to."""
    _refuse_doubtful(line, number)
    if block is None:
        raise InputError(
            "text before the first heading belongs to no code",
            "Begin with a heading, like: # Relations; notes on the whole study are memos.",
            line=number,
        )
    opened = marks.field(line)
    if opened is None and into is not None:
        into.append(line)
        return into
    name, first, following = (*opened, []) if opened else ("definition", "", [line])
    if name in block.fields:
        raise InputError(
            f"a second {name.capitalize()} for one code; the first is in line {block.fields[name][0]}",
            f"Join the two. {_ESCAPE_HINT}",
            line=number,
        )
    block.fields[name] = (number, first, following)
    return following


def _opened(line: str, number: int) -> _Block:
    match = _HEADING.match(line)
    if not match:
        raise InputError(
            "a line that starts with # but is no heading",
            r"Put a space after the #, and none before it; or write \# if it is text.",
            line=number,
        )
    written, short = match[2] or "", ""
    if tail := _SHORT.match(written):
        written, short = tail[1], tail[2]
        if not LEGAL_SHORT.match(short):
            raise InputError(
                f'"{{#{sanitise.line(short, 40)}}}" is no short id',
                "Use letters, digits, - and _ only, or leave it out and it is made.",
                line=number,
            )
    elif "{#" in written:
        raise InputError("the short id must end the heading", "Move {#…} to the end of the line.", line=number)
    try:
        return _Block(number, len(match[1]), read_name(written), short)
    except InputError as error:
        raise error.at("", number) from None


def _refuse_level(block: _Block, above: int) -> NoReturn:
    raise InputError(
        f"a heading of level {block.level} under one of level {above}: a level is skipped"
        if above
        else f"the first heading is of level {block.level}",
        f"Write it with {'#' * (above + 1)}.",
        line=block.line,
    )


def _refuse_doubtful(line: str, number: int) -> None:
    bare = line.lstrip()
    if bare.startswith("<!--"):
        raise InputError("a comment would be lost", rf"Take it out, or make it a memo. {_ESCAPE_HINT}", line=number)
    if len(bare) > 2 and not bare.strip("="):
        raise InputError("an underlined heading cannot be read", f"Write headings with #. {_ESCAPE_HINT}", line=number)
    if near := marks.near_field(line):
        raise InputError(
            f'no field is called "{bare.split(":")[0].strip(" *_")}"', f"{near}: is. {_ESCAPE_HINT}", line=number
        )


def _refuse_doubles(blocks: list[_Block]) -> None:
    shorts: dict[str, _Block] = {}
    paths: dict[tuple[str, ...], _Block] = {}
    for block in blocks:
        if block.short and (first := shorts.setdefault(block.short, block)) is not block:
            raise InputError(
                f"the short id {{#{block.short}}} stands already in line {first.line}",
                "Take it out of the heading that is new.",
                line=block.line,
            )
        first = paths.setdefault(block.path, block)
        if first is not block and not (first.short and block.short):
            raise InputError(
                f'"{sanitise.line(block.name, 60)}" stands already in line {first.line}, under the same parent',
                "Join the two, or give one another name.",
                line=block.line,
            )


def _derive_missing(blocks: list[_Block]) -> None:
    """Fill in short ids by path; where one is taken (by a code that was renamed since) the next that is free."""
    taken = {block.short for block in blocks}
    for block in blocks:
        if not block.short:
            number = 1
            short = identity.derived_short(*block.path)
            while short in taken:
                number += 1
                short = identity.derived_short(*block.path, str(number))
            taken.add(short)
            block.short, block.given = short, False


def _heading(block: _Block) -> Heading:
    texts = {name: marks.unescaped(first, rest) for name, (_, first, rest) in block.fields.items() if name != "facets"}
    return Heading(
        short=block.short,
        name=block.name,
        parent=block.parent.short if block.parent else "",
        definition=texts.get("definition", ""),
        include=texts.get("include", ""),
        exclude=texts.get("exclude", ""),
        example=texts.get("example", ""),
        facets=_facets(block),
        colour=sanitise.name(texts.get("colour", "")),
        exclusive=marks.YES_OR_NO[_one_word(block, "exclusive", "no", "yes or no")],
        status=marks.STATUS[_one_word(block, "status", "none", "draft, settled or none")],
        depth=block.level,
        line=block.line,
        given=block.given,
    )


def _facets(block: _Block) -> dict[str, tuple[str, ...]]:
    if "facets" not in block.fields:
        return {}
    number, first, rest = block.fields["facets"]
    try:
        return facet_line.parse(" ".join([first, *rest]))
    except InputError as error:
        raise error.at("", number) from None


def _one_word(block: _Block, name: str, absent: str, known: str) -> str:
    """The one word that a field holds, in lower case; ``absent`` where there is no such field."""
    number, first, rest = block.fields.get(name, (0, absent, []))
    if any(line.strip() for line in rest):
        raise InputError(
            f"after {name.capitalize()} stands {known}, and nothing more",
            "Move what follows up, under the field it belongs to.",
            line=number,
        )
    return first.strip().casefold()
