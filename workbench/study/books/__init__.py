"""The codebook in other shapes: written for readers and other programs, read from theirs, and begun from a starter."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.codebook import Heading, parse, starters, tree
from workbench.codebook.taking import Incoming, Joined, Value, join
from workbench.errors import InputError
from workbench.sanitise import line
from workbench.study.base import Base
from workbench.study.books import reading
from workbench.study.books.writing import BY_SUFFIX, FORMATS, Writing
from workbench.study.codes import Codes
from workbench.study.files import Files

__all__ = ["BY_SUFFIX", "FORMATS", "Books", "Changed", "Taken"]


class Changed(NamedTuple):
    """A code of which a file says something else than we do, in these fields."""

    path: str
    fields: tuple[str, ...]


class Taken(NamedTuple):
    """What taking a codebook in does, or would do; nothing is ever deleted or moved.

    ``format``: text, csv, xlsx, docx or starter. ``added`` are paths, ``same`` how many codes say what ours do.
    """

    file: str
    format: str
    added: tuple[str, ...]
    changed: tuple[Changed, ...]
    same: int
    warnings: tuple[str, ...]

    @property
    def changes(self) -> int:
        """How many codes are new or say something else."""
        return len(self.added) + len(self.changed)


class _Plan(NamedTuple):
    taken: Taken
    before: Sequence[Heading]
    after: Sequence[Heading]


class Books:
    """``study.books``."""

    def __init__(self, base: Base, codes: Codes, files: Files) -> None:
        self._base = base
        self._codes = codes
        self._files = files
        self._writing = Writing(base, codes, files)

    def export(self, format: str, *, under: str = "", counts: bool = True) -> str | bytes:
        """The codebook in one of ``FORMATS``; ``under`` a code (a path): that one and what is below it alone.

        ``counts``: with how many passages, transcripts and coders each code has, and who made it when; of what one may
        see. Raises ``NotFoundError``, and ``InputError`` where a text is longer than a cell of Excel.
        """
        return self._writing.export(format, under=under, counts=counts)

    def read(self, path: Path | str, *, under: str = "", data: bytes | None = None) -> Taken:
        """What taking in the codebook in ``path`` would do: a text or a table, told by its content.

        ``data``: its bytes, where they are here already. Raises ``InputError`` naming file and row.
        """
        return self._plan(path, under, data).taken

    def take(self, path: Path | str, *, under: str = "", data: bytes | None = None) -> Taken:
        """Take the codebook in ``path`` in, below the code ``under`` where one is named: one step, which can be undone.

        Codes that are missing here are made, words that differ changed; an empty cell says nothing.
        """
        return self._do(self._plan(path, under, data), "import codebook")

    def starters(self, language: str = "") -> list[tuple[str, str]]:
        """The codebooks there are to begin with, each with a line on it."""
        spoken = starters.language_of(language or self._base.settings.language)
        return [(starter.name, starter.summary[spoken]) for starter in starters.STARTERS]

    def start(self, name: str, *, language: str = "", under: str = "") -> Taken:
        """Take a starter in, in the study's language or another. Raises ``NotFoundError``."""
        return self._do(self._begun(name, language, under), "start codebook")

    def preview(self, name: str, *, language: str = "", under: str = "") -> Taken:
        """What ``start`` would do."""
        return self._begun(name, language, under).taken

    def _begun(self, name: str, language: str, under: str) -> _Plan:
        text = starters.text(name, language or self._base.settings.language)
        return self._planned(name, "starter", reading.of_headings(parse(text, name)), (), under)

    def _do(self, plan: _Plan, verb: str) -> Taken:
        self._base.write(verb, self._files.ops_between(plan.before, plan.after))
        return plan.taken

    def _plan(self, path: Path | str, under: str, data: bytes | None) -> _Plan:
        file = str(path)
        try:
            content = reading.bytes_of(Path(path)) if data is None else data
            found = reading.found_in(content, Path(file).suffix.lower(), self._paths(under))
            return self._planned(file, found.format, found.codes, found.warnings, under)
        except InputError as error:
            raise error.at(file) from None

    def _paths(self, under: str) -> set[str]:
        """The paths there are, as a file sees them that goes below a code."""
        prefix = self._codes.find(under).path + tree.SEPARATOR if under else ""
        return {c.path.removeprefix(prefix) for c in self._codes.list() if c.path.startswith(prefix)}

    def _planned(
        self, file: str, format: str, incoming: Sequence[Incoming], warnings: Sequence[str], under: str
    ) -> _Plan:
        root = self._codes.find(under) if under else None
        listed = self._codes.list()
        paths = {code.short: code.path for code in listed}
        incoming, unknown = self._known_facets(incoming)
        before = self._files.headings()
        joined = join(before, paths, incoming, root.short if root else "")
        shown = paths | _paths_of(joined, paths)
        told = [
            f"{line(shown[s], 80)} stands elsewhere in the file; here it stays where it is" for s in joined.elsewhere
        ]
        taken = Taken(
            file,
            format,
            tuple(shown[short] for short in joined.added),
            tuple(Changed(paths[short], fields) for short, fields in joined.changed.items()),
            joined.same,
            (*warnings, *unknown, *told[:20]),
        )
        return _Plan(taken, before, joined.headings)

    def _known_facets(self, incoming: Sequence[Incoming]) -> tuple[list[Incoming], list[str]]:
        """What a file says of facets, without those that study.toml does not know: the codebook could not be read."""
        allowed, kept, unknown = self._base.settings.facets, [], dict[str, None]()
        for item in incoming:
            given = item.fields.get("facets")
            if isinstance(given, Mapping):
                known = {f: tuple(v for v in values if v in allowed.get(f, ())) for f, values in given.items()}
                unknown |= {
                    f"{f} = {v}": None for f, values in given.items() for v in values if v not in allowed.get(f, ())
                }
                fields: dict[str, Value] = {k: v for k, v in item.fields.items() if k != "facets"}
                if any(known.values()):
                    fields["facets"] = {f: v for f, v in known.items() if v}
                item = item._replace(fields=fields)
            kept.append(item)
        names = ", ".join(line(name, 40) for name in list(unknown)[:8])
        return kept, [f"study.toml knows no facet {names}: left out"] if unknown else []


def _paths_of(joined: Joined, paths: Mapping[str, str]) -> dict[str, str]:
    """What the new codes will be called, near enough for a preview: of twins both alike."""
    found: dict[str, str] = {}
    headings = {heading.short: heading for heading in joined.headings}
    for short in joined.added:
        above = headings[short].parent
        prefix = found.get(above) or paths.get(above, "")
        found[short] = f"{prefix}{tree.SEPARATOR}{headings[short].name}" if prefix else headings[short].name
    return found
