"""study.toml and the codebook as files: projections of the log that people may edit by hand.

Each is compared with the last projection this replica wrote. What differs was done by hand and becomes recorded
changes, exactly those; then the file is written again from the log, if it has not been touched meanwhile.
An encrypted study has no such files: there both are in the log alone, and are exported and imported when asked.
"""

import contextlib
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from workbench.codebook import Edit, Heading, differences, parse, render, renumbered
from workbench.errors import InputError, StudyError
from workbench.identity import new_short
from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study import settings as toml
from workbench.study import vault
from workbench.study.base import Base, facets_text
from workbench.study.codes import Codes
from workbench.study.folder import CODEBOOK, SETTINGS, make_folder, read_text, write_file
from workbench.study.views import Views
from workbench.study.words import shown

_TEXTS = ("definition", "include", "exclude", "example", "colour")
_COLUMNS = ("short", "name", *_TEXTS, "facets", "exclusive", "status", "sort", "parent")


class SettingsChanged(NamedTuple):
    """What an import of settings did: keys that are new, that say something else, that are gone, that moved."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]


class Files:
    """The two text files of an open study."""

    def __init__(self, base: Base, codes: Codes) -> None:
        self._base = base
        self._codes = codes
        self.warnings: list[str] = []

    def read_back(self) -> None:
        """Record what was done to the files by hand. Raises ``InputError`` (file, line) before any of it is."""
        if self._base.encrypted:
            self.warnings += vault.lying_open(self._base.folder)
            self._reread()
            return
        settings_text, codebook_text = self._now(SETTINGS), self._now(CODEBOOK)
        ops = self._settings_ops(settings_text)
        # A file that is gone or empty was lost, not edited: nobody deletes a whole codebook like that.
        headings = self._parsed(codebook_text) if codebook_text.strip() else None
        self._base.write("edit study.toml", ops)
        if headings is not None:
            self._base.write("edit codebook", self._codebook_ops(headings))

    def project(self) -> None:
        """Write both files from the log, unless somebody is editing them by hand just now; read the settings anew."""
        if not self._base.encrypted:
            self._write(SETTINGS, self.settings_text)
            self._write(CODEBOOK, self.codebook_text)
        self._reread()

    def _reread(self) -> None:
        try:
            self._base.settings = toml.read(self._logged(), self._last(SETTINGS))
        except InputError as error:
            self.warnings.append(f"study.toml, as colleagues have left it: {error.message}")

    def export_settings(self) -> str:
        """The settings as a study.toml says them; a plain study's with its comments, as far as it can be read."""
        return self.settings_text("" if self._base.encrypted else self._last(SETTINGS))

    def import_settings(self, text: str, file: str) -> SettingsChanged:
        """Make the settings what ``text`` says, which is a whole study.toml: what it leaves out is taken out.

        Only what differs is recorded. Raises ``InputError`` naming file and line, or for another study's settings.
        """
        now, logged = toml.load(text, file), self._logged()
        toml.read(now, text, file)
        if now.get(toml.ID, self._base.id) != self._base.id:
            raise InputError(
                "these are the settings of another study",
                "Take out the line id = … under [study] to have the others.",
                file=file,
            )
        ops = self._setting_ops(logged, self._with_id(now))
        self._base.write("import settings", ops)
        written = [op.body["key"] for op in ops if "key" in op.body]
        moved = {op.row for op in ops if op.body.keys() == {"sort"}}
        removed = {op.row for op in ops if op.op == "del"}
        return SettingsChanged(
            tuple(key for key in written if key not in logged),
            tuple(key for key in written if key in logged),
            tuple(key for key in logged if self._row(key) in removed),
            tuple(key for key in logged if self._row(key) in moved),
        )

    def import_codebook(self, text: str, file: str) -> int:
        """Take in another codebook's text: codes it has and we have not, and fields that differ. Deletes nothing."""
        ours = parse(self.codebook_text("")) if self._codes.list(counts=False) else ()
        kept = [e for e in differences(ours, parse(text, file), self._sorts()) if e.kind in ("add", "set")]
        ops = self._edit_ops(kept)
        self._base.write("import codebook", ops)
        return len(ops)

    # --- the two directions

    def _now(self, path: Path) -> str:
        file = self._base.folder / path
        return read_text(file) if file.exists() else ""

    def _last(self, path: Path) -> str:
        return self._base.store.db.meta(f"file:{path.as_posix()}")

    def _write(self, path: Path, make: Any) -> None:
        """Write a projection, if the file still is what we wrote last; what cannot be written is a warning."""
        file, last, now = self._base.folder / path, self._last(path), self._now(path)
        if now.strip() and now != last and not self._read_back_done(path, now):
            return
        text = make(now)
        try:
            if text != now:
                make_folder(file.parent)
                write_file(file, text)
            if text != last:
                self._base.store.keep(f"file:{path.as_posix()}", text)
        except StudyError as error:
            self.warnings.append(error.message)

    def _read_back_done(self, path: Path, now: str) -> bool:
        """Whether what stands in a hand-edited file has been recorded already."""
        try:
            if path == SETTINGS:
                return not self._settings_ops(now)
            return not self._codebook_ops(parse(now, path.as_posix()))
        except InputError:
            return False

    # --- study.toml

    def settings_text(self, now: str = "") -> str:
        """``now`` made to say what the settings are, in their order."""
        return toml.render(now, self._logged())

    def _row(self, key: str) -> str:
        return self._base.derive("setting", key)

    def _logged(self) -> toml.Flat:
        """The settings, in the order in which a file has them; of rows without a place, in that of our own file."""
        rows = self._base.store.read(
            "SELECT key, value FROM setting WHERE alive = 1 AND key > '' AND value > '' ORDER BY key"
        )
        places = self._places()
        if any(key not in places for key, _ in rows):
            mine = {key: number for number, key in enumerate(toml.load(self._last(SETTINGS)))}
            rows.sort(key=lambda row: (row[0] not in places, places.get(row[0], mine.get(row[0], len(mine)))))
        else:
            rows.sort(key=lambda row: places[row[0]])
        flat = {}
        for key, value in rows:
            with contextlib.suppress(ValueError, RecursionError):  # what no program of ours wrote is no setting
                flat[key] = json.loads(value)
        flat.pop(toml.ENCRYPTED, None)
        return flat

    def _places(self) -> dict[str, int]:
        """Where the settings stand, by key; what a broken program wrote there is no place."""
        return dict(
            self._base.store.read(
                "SELECT key, sort FROM setting WHERE alive = 1 AND key > '' AND typeof(sort) = 'integer' "
                "AND sort BETWEEN -1000000000000000 AND 1000000000000000"
            )
        )

    def _settings_ops(self, text: str) -> list[Op]:
        now = toml.load(text) if text else {}
        toml.read(now, text)
        return self._setting_ops(toml.load(self._last(SETTINGS)), self._with_id(now))

    def _setting_ops(self, before: toml.Flat, now: toml.Flat) -> list[Op]:
        """What turns settings that read ``before`` into ``now``, without what the log says already."""
        logged, known = self._logged(), self._places()
        # Without a file of our own from before, what is in the log is what the file was before.
        sorts = renumbered(list(before or logged), list(now), known)
        ops = []
        for key, value in now.items():
            fields: dict[str, Any] = {}
            if before.get(key) != value and logged.get(key) != value:
                fields = {"key": key, "value": json.dumps(value, ensure_ascii=False)}
            if key in sorts and known.get(key) != sorts[key] and (fields or key in logged):
                fields["sort"] = sorts[key]
            if fields:
                ops.append(put("setting", self._row(key), **fields))
        gone = [key for key in before.keys() - now.keys() if key in logged]
        return ops + [delete("setting", self._row(key)) for key in sorted(gone)]

    def _with_id(self, now: toml.Flat) -> toml.Flat:
        """``now`` with the study's id, after what else is said of the study: what it was derived from may change."""
        now = {key: value for key, value in now.items() if key != toml.ENCRYPTED}
        if toml.ID in now:
            return now
        written = list(now.items())
        at = max((i for i, key in enumerate(now, 1) if key.startswith("study.")), default=0)
        return dict([*written[:at], (toml.ID, self._base.id), *written[at:]])

    # --- the codebook

    def codebook_text(self, now: str = "") -> str:
        """The codebook as text."""
        return render(self.headings())

    def headings(self) -> list[Heading]:
        """The codes as the text has them, parents first."""
        listed = self._codes.list(counts=False)
        shorts = {c.id: c.short for c in listed}
        return [
            Heading(
                short=c.short,
                name=c.name,
                depth=c.depth,
                parent=shorts[c.parent] if c.parent else "",
                definition=c.definition,
                include=c.include,
                exclude=c.exclude,
                example=shown(c.example),
                facets=c.facets,
                colour=c.colour,
                exclusive=c.exclusive,
                status=c.status,
                line=0,
            )
            for c in listed
        ]

    def ops_between(self, before: Sequence[Heading], after: Sequence[Heading]) -> list[Op]:
        """The changes that make of the codebook as it is, ``before``, what it is in ``after``."""
        return self._edit_ops(differences(before, after, self._sorts()))

    def _parsed(self, text: str) -> tuple[Heading, ...]:
        headings = parse(text, CODEBOOK.as_posix())
        self._check(headings, CODEBOOK.as_posix())
        return headings

    def _check(self, headings: Sequence[Heading], file: str) -> None:
        known = self._base.settings.facets
        for heading in headings:
            for facet, values in heading.facets.items():
                wrong = [v for v in values if v not in known.get(facet, ())]
                if facet not in known or wrong:
                    what = f"{facet} = {wrong[0]}" if facet in known else facet
                    raise InputError(
                        f"study.toml knows no facet {line(what, 60)}",
                        "Write it under [facets] there, or leave it out.",
                        file=file,
                        line=heading.line,
                    )

    def _codebook_ops(self, headings: Sequence[Heading]) -> list[Op]:
        last = self._last(CODEBOOK)
        before = parse(last, "the last codebook") if last else ()
        given = {heading.short for heading in headings if heading.given}
        return self._edit_ops(differences(before, headings, self._sorts()), given)

    def _sorts(self) -> dict[str, int]:
        rows = self._base.store.read("SELECT short, sort FROM code WHERE alive = 1 AND short > ''")
        return {short: sort or 0 for short, sort in rows}

    def _edit_ops(self, edits: Sequence[Edit], given: Collection[str] = ()) -> list[Op]:
        """Changes for edits of the text, without those that say what the log says already.

        ``given``: the short ids that stand in a file which other coders see in another way.
        """
        known = {row[0]: row for row in self._base.store.read(f"SELECT id, alive, {', '.join(_COLUMNS)} FROM code")}
        rows = {c.short: c.id for c in self._codes.list(counts=False)}
        views = Views(self._base)
        ops = []
        for edit in edits:
            row = rows.get(edit.short) or self._base.derive("code", edit.short)
            if edit.kind == "add" and views.taken(row, edit.short, given):
                place = rows.get(str(edit.fields["parent"])), edit.fields["name"]
                listed = self._codes.list(counts=False)
                short = next((c.short for c in listed if (c.parent, c.name) == place), new_short())
                row = rows[edit.short] = rows.get(short) or self._base.derive("code", short)
                edit = edit._replace(short=short)
            now = known.get(row)
            if edit.kind == "delete":
                if now and now[1] and not views.unseen(row):
                    ops.append(delete("code", row))
                continue
            fields = self._fields(edit, rows)
            have = dict(zip(_COLUMNS, now[2:], strict=True)) if now else {}
            if now:
                have["example"] = self._base.words.of(have["example"]) or None
            if now and now[1]:
                fields = {k: v for k, v in fields.items() if have[k] != v}
                if "example" in fields and views.stale(row, fields["example"]):
                    del fields["example"]
                if not fields:
                    continue
            else:
                # A deleted code that is written again is what is written, without what it once had besides.
                fields = {k: None for k, v in have.items() if v is not None} | fields | {"short": edit.short}
                fields |= self._codes.draft()
            ops.append(put("code", row, **fields))
        return ops

    def _fields(self, edit: Edit, rows: Mapping[str, str]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key, value in edit.fields.items():
            if key in (*_TEXTS, "status"):
                fields[key] = value or None
            elif key == "exclusive":
                fields[key] = 1 if value else None
            elif isinstance(value, Mapping):
                fields[key] = facets_text(value)
            elif key == "parent":
                above = rows.get(str(value)) or self._base.derive("code", str(value))
                fields[key] = above if value else None
            else:
                fields[key] = value
        return fields
