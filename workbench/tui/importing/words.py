"""What is said of the files of an import: a row of the table each, and the panel about the one under the cursor."""

from collections.abc import Sequence

from textual.content import Content

from workbench import sanitise
from workbench.tui.findings.words import kind_of
from workbench.tui.importing import fronts
from workbench.tui.importing.files import OTHER, SAME, TWICE, File
from workbench.tui.widgets.columns import Column, Fitted, fit, table_row
from workbench.tui.widgets.text import Line, Piece, clip, clock, joined, plain

_SAID = {
    "new": "new",
    "updated": "said about it: new",
    "corrected": "corrected",
    "same": "as it was",
    "refused": "not taken",
}
ROLES = {
    fronts.INFORMANT: "informant",
    fronts.INTERVIEWER: "interviewer",
    fronts.NOBODY: "nobody known",
}
_CLASHES: dict[str, Piece] = {
    TWICE: ("id of two files", "warning"),
    SAME: ("in the study", "dim"),
    OTHER: ("a correction?", "accent"),
}
_MORE = {
    TWICE: "Another of these files has the same id: e gives it another one.",
    SAME: "It is in the study already, with this text.",
    OTHER: "A transcript of this id is in the study, with another text: this will be a correction of it, which is "
    "asked about first. Where it is another interview, e gives it another id.",
}
_FINDINGS = 12
"""Findings that are listed in the panel; ``f`` shows all."""
_HEAD = 6
"""Lines of the text that are shown there."""


def columns(width: int) -> Fitted:
    """The columns of the table that find room in ``width`` cells."""
    return fit(
        [
            Column("file", "file", 16, grow=3, most=50),
            Column("id", "id", 8, priority=1, grow=2, most=30),
            Column("format", "format", 10, priority=4),
            Column("turns", "turns", 6, priority=2, right=True),
            Column("speakers", "speakers", 8, priority=3, grow=1, most=30),
            Column("length", "length", 8, priority=5, right=True),
            Column("strong", "findings", 8, priority=0, right=True),
            Column("state", "", 14, grow=3),
        ],
        width,
    )


def row(fitted: Fitted, file: File, name: str) -> Line:
    """One file in the table."""
    shown, look = file.shown, "dim" if file.out or file.taken else ""
    values: dict[str, Line] = {"file": [(sanitise.line(name), look)], "state": [state(file)]}
    if shown is not None and file.front is not None:
        length = clock(shown.duration) if shown.duration else ""
        speakers = " ".join(s.label for s in shown.speakers if s.label)
        values |= {
            "id": [(sanitise.line(file.id), look or "strong")],
            "format": [(title(shown.format), "dim")],
            "turns": [(f"{shown.turns:,}", look)],
            "speakers": [(sanitise.line(speakers), look)],
            "length": [(length, "dim")],
            "strong": [(f"{len(file.strong):,}", look or "warning")] if file.strong else [("–", "dim")],
        }
    return table_row(fitted, values)


def state(file: File) -> Piece:
    """What will become of a file, or what has."""
    became = file.became
    if became is not None:
        looks = {"new": "success", "corrected": "success", "refused": "warning"}
        return _SAID.get(became.state, became.state), looks.get(became.state, "dim")
    if file.refused:
        return "cannot be read", "warning"
    if file.out:
        return "left out", "dim"
    if file.shown is None:
        return "reading …", "dim"
    if file.clash:
        return _CLASHES[file.clash]
    count = len(file.shown.warnings)
    return (f"{count} to look at", "accent") if count else ("ready", "dim")


def about(file: File | None) -> Content:
    """Everything there is to know of a file before it is taken in."""
    if file is None:
        return Content("")
    parts: list[Content] = [_piece(f"{sanitise.line(file.path.name)}\n", "bold")]
    became = file.became
    if became is not None:
        corrected = became.state == "corrected" and became.why  # says so itself, and how much of it stays
        told = sanitise.line(became.why) if corrected else joined((state(file)[0], sanitise.line(became.why)), ": ")
        parts.append(_piece(f"{told}\n", "$warning" if became.state == "refused" else "$success"))
        parts += _listed("Said about it", became.warnings, "$warning")
    elif file.refused:
        parts.append(_piece(f"\nIt cannot be read: {file.refused}\n", "$warning"))
    if file.shown is not None and file.front is not None:
        parts += _preview(file)
    return Content.assemble(*parts)


def _preview(file: File) -> list[Content]:
    shown, front = file.shown, file.front
    assert shown is not None
    assert front is not None
    length = f"{clock(shown.duration)} long" if shown.duration else ""
    told = joined((title(shown.format), read_as(file), _many(shown.turns, "turn"), length))
    parts = [_piece(f"{told}\n", "$wb-dim")]
    if file.clash and not file.taken:
        parts.append(_piece(f"\n{_MORE[file.clash]}\n", "$wb-dim" if file.clash == SAME else "$warning"))
    facts = (front.id, front.site or "no site", front.date or "no date", front.kind or "no kind", front.mode)
    parts.append(_piece("\nAs the file says: " if not file.said else "\nTaken in as: ", "$accent"))
    parts.append(_piece(f"{sanitise.line(joined(facts))}\n", ""))
    parts += [_piece(f"{speaker_line(file, number)}\n", "") for number in range(len(shown.speakers))]
    if not shown.speakers:
        parts.append(_piece("Nobody speaks in it.\n", ""))
    if file.became is None:
        parts += _listed("To look at", shown.warnings, "$warning")
    if file.strong:
        parts += _strong(file)
    parts.append(_piece("\nHow it begins\n", "$accent"))
    parts.append(_piece("\n".join(sanitise.display(shown.head).split("\n")[:_HEAD]), ""))
    return parts


def title(name: str) -> str:
    """A format as people call it."""
    from workbench.transcripts.readers import FORMATS

    return FORMATS[name].title if name in FORMATS else name


def read_as(file: File) -> str:
    """The character set, and whether letters are mended."""
    shown = file.shown
    if shown is None or not shown.encoding:
        return ""
    return f"{shown.encoding}, letters mended" if file.repair else shown.encoding


def speaker_line(file: File, number: int) -> str:
    """Who one of the speakers is, and how much is said under the label."""
    assert file.shown is not None
    assert file.front is not None
    speaker = file.shown.speakers[number]
    role = fronts.role(file.front, speaker)
    one = fronts.informant(file.front, speaker.label)
    who = joined(
        (ROLES[role], one.group or "no group" if one else "", f"person {one.person}" if one and one.person else ""),
        ", ",
    )
    return sanitise.line(
        f"{clip(speaker.label or '(no label)', 20)} · {who} · {_many(speaker.turns, 'turn')}, "
        f"{_many(speaker.words, 'word')}"
    )


def _strong(file: File) -> list[Content]:
    count = len(file.strong)
    parts = [_piece(f"\n{_many(count, 'finding')} that may identify somebody\n", "$warning")]
    for one in file.strong[:_FINDINGS]:
        parts.append(_piece(f"{kind_of(one.kind)}: ", "$wb-dim"))
        parts.append(_piece(f"{sanitise.line(one.text, 60)}\n", ""))
    if count > _FINDINGS:
        parts.append(_piece(f"and {count - _FINDINGS:,} more: f shows them\n", "$wb-dim"))
    return parts


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _listed(title: str, lines: Sequence[str], look: str) -> list[Content]:
    if not lines:
        return []
    return [_piece(f"\n{title}\n", "$accent"), *(_piece(f"· {sanitise.line(line)}\n", look) for line in lines)]


def _piece(text: str, look: str) -> Content:
    content = plain(text)
    return content.stylize(look) if look else content
