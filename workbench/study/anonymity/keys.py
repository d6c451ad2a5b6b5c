"""Where a study's key file lies on this machine, and the project's own lists of names beside it."""

import contextlib
import csv
import os
import secrets
import sys
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import InputError, StudyError
from workbench.sanitise import name as spelt
from workbench.study.anonymity import keyfile
from workbench.study.anonymity.keyfile import Key
from workbench.study.base import Base
from workbench.study.folder import read_text

if TYPE_CHECKING:
    from workbench.transcripts.identifiers import Own

SCOPE = "anonymity"
"""In the database's own notebook, which never travels: where the key file lies, and what rules have been applied."""
_PATH = "key file"
KINDS = ("names", "places", "institutions")
_MOST = 20_000_000
_HEADINGS = {"names": KINDS[0], "name": KINDS[0], "navn": KINDS[0], "places": KINDS[1], "place": KINDS[1]}
_HEADINGS |= {"sted": KINDS[1], "by": KINDS[1], "institutions": KINDS[2], "institution": KINDS[2]}


class Keys:
    """The key file of one open study; what was read is kept until the file changes."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._read: dict[Path, tuple[tuple[int, int], Key]] = {}
        self._lists: tuple[tuple[Path, int, int], dict[str, tuple[str, ...]]] | None = None
        self._secret: bytes | None = None

    # --- where it lies

    @property
    def path(self) -> Path:
        """Where it lies, or would: where it was said to, else in this user's data folder."""
        from workbench.study.place import data_folder

        chosen = self._base.store.notes(SCOPE).get(_PATH)
        return Path(chosen) if chosen else data_folder() / "keys" / f"{self._base.id}.toml"

    def choose(self, path: Path) -> Path:
        """Keep the key file at ``path`` from now on; the old one is taken along, and removed.

        Raises ``InputError`` for a place that others see, ``StudyError`` where it cannot be written.
        """
        old, new = self.path, Path(os.path.abspath(path.expanduser()))
        if new.is_dir():
            new = new / old.name
        self.check_place(new)
        if new == old:
            return new
        there, key = keyfile.read(new, self._base.id), self.read()
        if there.rules and key.rules and there != key:
            raise InputError("there is another key file there", "Name a file that is not there yet.", file=str(new))
        keyfile.write(new, self._base.id, key if key.rules or key.people else there)
        lists = _lists_of(old)
        if lists.is_file():
            keyfile.write_private(_lists_of(new), read_text(lists, _MOST))
        self._base.store.note(SCOPE, {_PATH: str(new)})
        for path_ in (old, lists):
            path_.unlink(missing_ok=True)
        return new

    def check_place(self, path: Path) -> None:
        """Raise ``InputError`` where others would see the key file: with the study, its peer, or a sync client."""
        from workbench.study.owner import owner
        from workbench.study.sync import SCOPE as SYNCED

        real = Path(os.path.realpath(path))
        hint = "Name a place of your own: `workbench anonymise key PATH`. A stick or an encrypted folder is good."
        near = [(self._base.folder, "in the study's folder"), (self._base.store.db.path, "with the study's database")]
        peer = self._base.store.notes(SYNCED).get("peer", "")
        if peer and "://" not in peer:
            near.append((Path(peer), "in the folder the team shares"))
        for place, where in near:
            root = Path(place) if Path(place).is_dir() else Path(place).parent
            if real.is_relative_to(Path(os.path.realpath(root))):
                raise InputError(f"the key file may not lie {where}: what it tells apart belongs apart", hint)
        if why := owner(real.parent):
            raise InputError(f"the key file may not lie there: {why}", hint)

    def warnings(self) -> list[str]:
        """What is not well with the file that is there."""
        path = self.path
        if not path.is_file():
            return []
        said = []
        if sys.platform != "win32" and path.stat().st_mode & 0o077:
            said.append(f"the key file can be read by others on this machine: {path}; `chmod 600` changes that")
        if self._base.encrypted:
            said.append(f"the study is encrypted, its key file is not: {path}; keep it on a disk that is")
        try:
            self.check_place(path)
        except InputError as error:
            said.append(f"{error.message}: {path}")
        return said

    def mark(self, *words: str) -> str:
        """A short name for words, by which they are known again on this machine and by nobody else.

        It stands in the notebook, which is in every backup: without this user's secret, nobody who guesses the words
        can tell by it that the guess is right.
        """
        if self._secret is None:
            self._secret = _secret()
        return blake2b("\x1f".join(words).encode("utf-8", "replace"), digest_size=12, key=self._secret).hexdigest()

    # --- what it says

    def read(self) -> Key:
        """What it says; empty where there is none. Raises ``InputError`` naming the line of what is wrong."""
        path = self.path
        looks = _looks(path)
        known = self._read.get(path)
        if known and known[0] == looks:
            return known[1]
        key = keyfile.read(path, self._base.id)
        self._read = {path: (looks, key)}
        return key

    def write(self, key: Key) -> None:
        """Write it. Raises ``InputError`` for a place that others see, ``StudyError`` where it cannot be written."""
        if key != self.read():
            self.check_place(self.path)
            keyfile.write(self.path, self._base.id, key)
            self._read.clear()

    # --- the project's own lists

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Names, places and institutions that the project has listed."""
        path = _lists_of(self.path)
        if not path.is_file():
            return {}
        state = (path, *_looks(path))
        if self._lists is None or self._lists[0] != state:
            rows = list(csv.reader(read_text(path, _MOST).splitlines()))
            found = {kind: tuple(row[1] for row in rows if len(row) == 2 and row[0] == kind) for kind in KINDS}
            self._lists = state, found
        return self._lists[1]

    def take_lists(self, text: str, file: str) -> dict[str, int]:
        """Take in lists from a CSV: how many words of each kind are new.

        A first line may name its columns (names, places, institutions, in Danish too); without one, the first column
        are names. Raises ``InputError`` naming the line of what is no word.
        """
        known = {kind: dict.fromkeys(self.lists().get(kind, ())) for kind in KINDS}
        before = {kind: len(words) for kind, words in known.items()}
        for kind, word in _words(text, file):
            known[kind][word] = None
        added = {kind: len(words) - before[kind] for kind, words in known.items()}
        if any(added.values()):
            from io import StringIO

            out = StringIO()
            csv.writer(out, lineterminator="\n").writerows((kind, word) for kind in KINDS for word in known[kind])
            self.check_place(self.path)
            keyfile.write_private(_lists_of(self.path), out.getvalue())
        return added

    def own(self) -> "Own":
        """All of it, as the search for identifiers takes it."""
        from workbench.transcripts.identifiers import Own

        lists = self.lists()
        words = [rule.word for rule in self.read().rules]
        names = tuple(dict.fromkeys([*words, *lists.get("names", ())]))
        return Own(names, lists.get("places", ()), lists.get("institutions", ()))


def _words(text: str, file: str) -> Iterable[tuple[str, str]]:
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = csv.reader(text.splitlines(), delimiter=delimiter)
    columns: list[str] = []
    try:
        for row in rows:
            if not columns:
                columns = [_HEADINGS.get(cell.strip().casefold(), "") for cell in row]
                if any(columns):
                    continue
                columns = [KINDS[0]]
            for kind, cell in zip(columns, row, strict=False):
                word = spelt(cell)
                if kind and word:
                    if why := keyfile.unfit(word):
                        raise InputError(why, "Take it out; nothing was changed.", file=file, line=rows.line_num)
                    yield kind, word
    except csv.Error:
        raise InputError("this is no CSV", "Save it as CSV, in UTF-8.", file=file, line=rows.line_num) from None


def _secret() -> bytes:
    """What is this user's alone, beside where key files lie by default; made where there is none yet.

    Where it can be neither read nor kept, another one every time: then nothing is known again.
    """
    from workbench.study.place import data_folder

    path = data_folder() / "keys" / "marks"
    try:
        if path.is_file() and (known := bytes.fromhex(path.read_text("ascii").strip())):
            return known[:64]
    except (OSError, ValueError):
        pass
    made = secrets.token_bytes(32)
    with contextlib.suppress(StudyError, OSError):
        keyfile.write_private(path, made.hex())
    return made


def _lists_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}-lists.csv")


def _looks(path: Path) -> tuple[int, int]:
    """By what a file that was read is known again."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    except (OSError, ValueError) as error:
        raise StudyError(f"the key file cannot be read: {path}", "Check its folder.") from error
    return found.st_size, found.st_mtime_ns
