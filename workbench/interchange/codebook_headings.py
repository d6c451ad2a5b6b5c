"""What the columns of a codebook are called, here, in other programs and by people, in Danish and English."""

import re
from collections.abc import Iterator, Mapping

from workbench import sanitise

MAX_COLUMNS = 100

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "path": ("path", "sti", "kodesti", "code path", "full path", "codesystem", "code system", "hierarchical name"),
    "name": (
        *("name", "navn", "code name", "codename", "kodenavn", "code", "kode", "tag", "label", "theme", "tema"),
        *("node", "kategorinavn", "betegnelse"),
    ),
    "parent": (
        *("parent", "parent code", "parent tag", "parent path", "parent name", "overkode", "overordnet kode"),
        *("overordnet", "hovedkode", "forælder", "hører under", "below"),
    ),
    "level": ("level", "niveau", "depth", "dybde"),
    "definition": (
        *("definition", "description", "beskrivelse", "code memo", "kodememo", "memo", "comment", "kommentar"),
        *("short definition", "kort definition", "forklaring", "betydning", "meaning"),
    ),
    "include": (
        *("include", "inkluder", "inkludér", "inclusion", "inklusion", "inclusion criteria", "inklusionskriterier"),
        *("includes", "inkluderer", "when to use", "use when", "bruges når", "hvornår bruges den"),
    ),
    "exclude": (
        *("exclude", "ekskluder", "ekskludér", "exclusion", "eksklusion", "exclusion criteria"),
        *("eksklusionskriterier", "excludes", "ekskluderer", "when not to use", "do not use when", "bruges ikke når"),
    ),
    "example": (
        *("example", "eksempel", "examples", "eksempler", "example quote", "typical quote", "quote", "citat"),
        *("citateksempel", "anchor example", "ankereksempel"),
    ),
    "facets": ("facets", "facetter"),
    "colour": ("colour", "color", "farve", "code color", "code colour"),
    "status": ("status",),
    "exclusive": ("exclusive", "eksklusiv", "mutually exclusive", "gensidigt udelukkende"),
    "short": ("short", "short id", "kort id"),
}
"""What a column may be called, in small letters, and what stands in it; where a table has two, the earlier word."""

_COUNTS = frozenset(
    ("n passages", "n transcripts", "n coders", "created by", "created at", "passages", "passager", "codable")
)
_GROUP = re.compile(r"(?:(?:code|kode) ?)?(?:group|gruppe)(?: \d+)?|category|kategori|supercategory")
_LEVEL = re.compile(
    r"(?:(?:code|kode) )?(?:level|niveau|trin|lag) ?(\d)|(?:code|kode|theme|tema|category|kategori) (\d)"
)
_BY_WORD = {word: (field, number) for field, words in HEADINGS.items() for number, word in enumerate(words)}
_TOP = re.compile(r"[^\w%]+|_")


class Headings:
    """Which column holds what."""

    def __init__(self, cells: tuple[str, ...]) -> None:
        words = [_word(cell) for cell in cells[:MAX_COLUMNS]]
        self.at: dict[str, int] = {}
        self.groups = [n for n, word in enumerate(words) if _GROUP.fullmatch(word)]
        levels = {int(m[1] or m[2]): n for n, word in enumerate(words) if (m := _LEVEL.fullmatch(word))}
        self.levels = [levels[number] for number in sorted(levels)] if len(levels) > 1 else []
        best: dict[str, int] = {}
        self._left: list[str] = []
        for number, word in enumerate(words):
            if number in self.levels or number in self.groups:
                continue
            field, rank = _BY_WORD.get(word, ("", 0))
            if field and rank < best.get(field, len(_BY_WORD)):
                if field in self.at:
                    self._left.append(cells[self.at[field]])
                best[field], self.at[field] = rank, number
            elif word and word not in _COUNTS and not word.startswith(("number of", "coded seg", "%")):
                self._left.append(cells[number])
        self._cells = tuple(words)

    def __len__(self) -> int:
        return len(self.at) + len(self.groups) + len(self.levels)

    def fit(self) -> bool:
        """Whether a code can be named by these; a word alone, or one among prose, is not taken for a heading."""
        named = "path" in self.at or "name" in self.at or len(self.levels) > 1
        filled = sum(1 for word in self._cells if word)
        return named and (len(self) > 1 or filled == 1) and all(len(word) <= 60 for word in self._cells)

    def again(self, cells: tuple[str, ...]) -> bool:
        """Whether these are the same headings once more, as on the next page."""
        return tuple(map(_word, cells))[: len(self._cells)] == self._cells and any(self._cells)

    def warnings(self) -> Iterator[str]:
        """What of the table is not taken."""
        if self._left:
            names = ", ".join(sanitise.line(cell, 40) for cell in self._left[:8])
            yield f"columns that are not taken: {names}{'…' if len(self._left) > 8 else ''}"
        if len(self.groups) > 1:
            yield "a code stands in one place: of several groups only the first was taken"


def _word(cell: str) -> str:
    return " ".join(_TOP.sub(" ", sanitise.name(cell).casefold()).split())[:80]
