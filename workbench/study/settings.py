"""study.toml: read, checked, and written back with its comments where a colleague's change makes that necessary.

In the log every leaf of the file is a setting of its own, ``table.key`` → JSON, so two people may change two keys.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from workbench.errors import InputError
from workbench.sanitise import line, unstorable
from workbench.study.arrange import arrange, units
from workbench.study.forms import forms, typed
from workbench.synthesis import Question, Rule
from workbench.synthesis.crosstab import Crosstab
from workbench.synthesis.dimensions import SEPARATOR, dimensions
from workbench.synthesis.quotes import keys_of, well_formed
from workbench.synthesis.survey import Form

FILE = "codebook/study.toml"
ID = "study.id"
ENCRYPTED = "study.encrypted"
"""Said in the study.toml of an encrypted study; never a setting, for no colleague can make a plain one encrypted."""
APPROACHES = ("reliability", "codebook", "reflexive")
SHARED = "shared"
COUNTS = ("numbers", "words", "none")
"""How tables for readers may say how many."""
_TABLES = ("study", "groups", "facets", "matrix", "guide")
_WORD = re.compile(r"[^\W\d][\w-]*")
MAX_BYTES = 1_000_000
COARSE: Mapping[str, tuple[str, ...]] = {
    "da": ("{one}", "En informant fra {group}", "En informant"),
    "": ("{one}", "An informant from {group}", "An informant"),
}
"""How a quotation is attributed where study.toml says nothing of it."""


class Group(NamedTuple):
    """Whom an informant belongs to; ``column`` is where the matrix puts what the group voices.

    ``one`` is what a single one of them is called under a quotation ("": nothing of that kind is said).
    """

    id: str
    label: str
    column: str
    one: str = ""


class Quoting(NamedTuple):
    """How quotations are attributed: ``patterns`` such as "En {role} på {area}", the finest first.

    One stands where at least ``min_same`` informants share the values it shows. ``most_words``: what is longer is no
    quotation any more, but is told of only.
    """

    patterns: tuple[str, ...] = ()
    min_same: int = 3
    most_words: int = 60


@dataclass(frozen=True)
class Settings:
    """What study.toml says, with every default filled in."""

    id: str = ""
    title: str = ""
    language: str = "da"
    approach: str = "reliability"
    leads: tuple[str, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    matrices: Mapping[str, Rule] = field(default_factory=dict)
    guide: Mapping[str, Question] = field(default_factory=dict)
    quotes: Quoting = field(default_factory=Quoting)
    surveys: Mapping[str, Form] = field(default_factory=dict)
    tables: Mapping[str, Crosstab] = field(default_factory=dict)


Flat = dict[str, Any]


def load(text: str, file: str = FILE) -> Flat:
    """The leaves of the file by their dotted key. Raises ``InputError`` naming the line of what is no TOML."""
    if len(text) > MAX_BYTES:
        raise InputError("the settings are larger than a million characters", file=file)
    if why := unstorable(text):
        raise InputError(why, "Remove it in a text editor.", file=file)
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"\(at line (\d+)", str(error))
        deep = isinstance(error, RecursionError)
        reason = "it is nested too deeply" if deep else re.sub(r" \(at .*\)$", "", str(error))
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        raise InputError(f"this is no TOML: {reason}", "Mend the line, and try again.", file=file, line=line) from None
    return dict(_leaves(tables, ()))


def _leaves(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterable[tuple[str, Any]]:
    for key, value in table.items():
        here = (*path, key)
        if isinstance(value, dict) and value:
            yield from _leaves(value, here)
        else:
            yield ".".join(_quoted(part) for part in here), _plain(value)


def _quoted(part: str) -> str:
    return part if re.fullmatch(r"[\w-]+", part) else json.dumps(part, ensure_ascii=False)


def split_key(key: str) -> list[str]:
    """The parts of a dotted key."""
    return [json.loads(p) if p.startswith('"') else p for p in re.findall(r'"(?:[^"\\]|\\.)*"|[^.]+', key)]


def _plain(value: Any) -> Any:
    """``value`` as JSON can hold it; fractions and times become their text, for the log holds no floats."""
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value if isinstance(value, str | bool | int) else str(value)


def read(flat: Flat, text: str = "", file: str = FILE) -> Settings:
    """Check the leaves and fill in the defaults. ``text`` is only to name the line of what is wrong."""
    return _Reader(flat, text, file).settings()


class _Reader:
    def __init__(self, flat: Flat, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._tree: dict[str, Any] = {}
        for key, value in flat.items():
            *path, last = split_key(key)
            table = self._tree
            for part in path:
                table = table.setdefault(part, {})
                if not isinstance(table, dict):
                    raise self.wrong(part, f"{key} is both a value and a table")
            table[last] = value

    def wrong(self, key: str, message: str, hint: str = "", table: str = "") -> InputError:
        """The error for what stands under ``key``, in the table whose last part is ``table`` where that is given."""
        word = re.escape(key)
        begins = re.search(rf'(?m)^[ \t]*\[(?:.*\.)?"?{re.escape(table)}"?[ \t]*\]', self._text) if table else None
        written = rf'(?m)^[ \t]*"?{word}"?[ \t]*=', rf"(?m)^[ \t]*\[.*\b{word}\b.*\]"
        places = (begins.end() if begins else 0, 0)
        found = next(
            filter(None, (re.compile(pattern).search(self._text, at) for at in places for pattern in written)), None
        )
        line = self._text.count("\n", 0, found.start()) + 1 if found else 0
        return InputError(message, hint, file=self._file, line=line)

    def settings(self) -> Settings:
        study = self._table("study")
        approach = self._word(study, "approach", "reliability")
        if approach not in APPROACHES:
            raise self.wrong("approach", "approach is none of " + ", ".join(APPROACHES))
        groups = self._groups()
        return Settings(
            id=self._word(study, "id", ""),
            title=self._word(study, "title", ""),
            language=self._word(study, "language", "da"),
            approach=approach,
            leads=self._words(study, "leads"),
            groups=groups,
            facets={name: self._facet(name, value) for name, value in self._table("facets").items()},
            matrices=self._matrices(groups),
            guide=self._guide(groups),
            quotes=self._quoting(),
            surveys=forms(self._named("survey"), groups, self.wrong),
            tables=typed(self._named("table"), self.wrong),
        )

    def _table(self, name: str, within: Mapping[str, Any] | None = None) -> dict[str, Any]:
        table = (self._tree if within is None else within).get(name, {})
        if not isinstance(table, dict):
            raise self.wrong(name, f"{name} must be a table", f"Write [{name}] on a line of its own.")
        return table

    def _named(self, name: str) -> dict[str, Any]:
        tables = self._table(name)
        for one in tables:
            self._identifier(one)
        return tables

    def _word(self, table: Mapping[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, f"{key} must be a text", f'Write {key} = "…".')
        return value

    def _number(self, table: Mapping[str, Any], key: str, default: int = 1) -> int:
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(key, f"{key} must be a whole number, 1 or more")
        return value

    def _words(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.wrong(key, f"{key} must be a list of texts", f'Write {key} = ["…", "…"].')
        return tuple(value)

    def _groups(self) -> dict[str, Group]:
        groups = {}
        for name in self._table("groups"):
            table = self._table(name, self._table("groups"))
            self._identifier(name)
            label, column = self._word(table, "label", name), self._word(table, "column", name)
            groups[name] = Group(name, label, column, self._word(table, "one", ""))
        return groups

    def _identifier(self, name: str) -> None:
        if not _WORD.fullmatch(name) or name in (SHARED, "mixed"):
            raise self.wrong(name, "this cannot be an id", "An id is one word of letters, digits, - and _.")

    def _facet(self, name: str, table: Any) -> tuple[str, ...]:
        self._identifier(name)
        values = self._words(table if isinstance(table, dict) else {}, "values")
        if not values:
            raise self.wrong(name, f"the facet {name} has no values", 'Write values = ["…", "…"] under it.')
        return values

    def _matrices(self, groups: Mapping[str, Group]) -> dict[str, Rule]:
        tables = self._table("matrix")
        if not tables:
            columns = [c for c in dict.fromkeys(g.column for g in groups.values()) if c != SHARED]
            tables = {"competences": {"columns": columns}}
        return {name: self._rule(name, self._table(name, tables), groups) for name in tables}

    def _rule(self, name: str, table: Mapping[str, Any], groups: Mapping[str, Group]) -> Rule:
        columns = self._words(table, "columns")
        if len(set(columns)) != len(columns) or SHARED in columns:
            raise self.wrong("columns", f"the columns of the matrix {name} name something twice, or name shared")
        by = self._by(name, table)
        chosen = self._words(table, "groups")
        for group in (*chosen, *self._words(table, "shared_groups")):
            if group not in groups:
                raise self.wrong("groups", f"there is no group {group}", "The groups are " + ", ".join(groups) + ".")
        shared = [g.id for g in groups.values() if g.column == SHARED]
        labels = {c: groups[c].label for c in columns if c in groups}
        labels |= {g.column: g.label for g in groups.values() if g.column in columns and g.column not in groups}
        given = self._table("labels", table)
        return Rule(
            name=name,
            title=self._word(table, "title", ""),
            by=by,
            columns=columns,
            labels=labels | {c: self._word(given, c, c) for c in given},
            shared_label=self._word(table, "shared_label", "Fælles" if self._language() == "da" else "Shared"),
            min_informants=self._number(table, "min_informants"),
            min_interviews=self._number(table, "min_interviews"),
            layer=self._word(table, "layer", "all"),
            rows=self._word(table, "rows", "codes"),
            groups=chosen,
            shared_groups=self._words(table, "shared_groups") if "shared_groups" in table else tuple(shared),
            seen_from=self._word(table, "seen_from", ""),
            group_columns={g.id: g.column for g in groups.values()},
            counts=self._counts(name, table),
        )

    def _by(self, name: str, table: Mapping[str, Any]) -> str:
        """What makes the columns, as one text: written as such, or as a list in order of precedence."""
        by = SEPARATOR.join(self._words(table, "by")) if isinstance(table.get("by"), list) else ""
        by = by or self._word(table, "by", "group")
        try:
            named = dimensions(by)
        except InputError as error:
            raise self.wrong("by", f"the matrix {name}: {error.message}", error.hint, table=name) from None
        if unknown := [one.name for one in named if one.kind == "facet" and one.name not in self._table("facets")]:
            raise self.wrong("by", f"there is no facet {line(unknown[0], 60)}", table=name)
        return by

    def _counts(self, name: str, table: Mapping[str, Any]) -> str:
        """How tables for readers say numbers: what the matrix says, else what the study says."""
        study = self._table("study")
        of_study = self._word(study, "counts", COUNTS[0])
        for where, counts in (("study", of_study), (name, self._word(table, "counts", of_study))):
            if counts not in COUNTS:
                raise self.wrong("counts", "counts is none of " + ", ".join(COUNTS), table=where)
        return self._word(table, "counts", of_study)

    def _quoting(self) -> Quoting:
        table = self._table("quotes")
        given = table.get("attribution")
        finest = (given,) if isinstance(given, str) else self._words(table, "attribution")
        language = "da" if self._language() == "da" else ""
        coarse = self._words(table, "coarse") if "coarse" in table else COARSE[language]
        for key, patterns in (("attribution", finest), ("coarse", coarse)):
            if wrong := next((pattern for pattern in patterns if not well_formed(pattern)), None):
                hint = "A pattern is words with keys in braces, as in “En {role} på {area}”."
                raise self.wrong(key, f"{key} has a pattern that cannot be filled in: {line(wrong, 60)}", hint)
        patterns = (*finest, *coarse)
        # One that says nothing of anybody always stands: an informant of whom nothing is known is quoted by it, too.
        last = () if any(not keys_of(pattern) for pattern in patterns) else COARSE[language][-1:]
        return Quoting(
            (*patterns, *last),
            self._number(table, "min_same", Quoting().min_same),
            self._number(table, "most_words", Quoting().most_words),
        )

    def _language(self) -> str:
        return self._word(self._table("study"), "language", "da")

    def _guide(self, groups: Mapping[str, Group]) -> dict[str, Question]:
        questions = {}
        for name, table in self._table("guide").items():
            table = {"text": table} if isinstance(table, str) else table
            if not isinstance(table, dict):
                raise self.wrong(name, f"the question {name} must be a text or a table")
            put_to = self._words(table, "groups")
            if unknown := [g for g in put_to if g not in groups]:
                raise self.wrong(name, f"the question {name} was put to {unknown[0]}, which is no group")
            questions[name] = Question(name, self._word(table, "text", ""), put_to, self._words(table, "codes"))
        return questions


def render(text: str, flat: Flat) -> str:
    """``text`` with its leaves made those of ``flat`` and its tables put in their order; all else in it stays."""
    have = load(text)
    if have != flat:
        text = _with(text, have, flat)
        have = load(text)
    wanted = units(map(split_key, flat))
    if units(map(split_key, have)) != wanted:
        arranged = arrange(text, wanted, split_key)
        text = arranged if _says(arranged, have) else text
    return text


def _says(text: str, flat: Flat) -> bool:
    try:
        return load(text) == flat
    except InputError:
        return False


def _with(text: str, have: Flat, flat: Flat) -> str:
    import tomlkit  # lazily: it is only needed when a colleague has changed a setting

    document: Any = tomlkit.parse(text)
    gone = have.keys() - flat.keys()
    for key in gone:
        *path, last = split_key(key)
        table = document
        for part in path:
            table = table[part]
        del table[last]
    for key, value in flat.items():
        if have.get(key) != value or key not in have:
            *path, last = split_key(key)
            table = document
            for part in path:
                table = table.setdefault(part, tomlkit.table())
            table[last] = value
    for key in gone:
        _prune(document, split_key(key)[:-1], flat)
    return str(tomlkit.dumps(document))


def _prune(document: Any, path: Sequence[str], flat: Flat) -> None:
    """Take out the table at ``path`` and those above, as far as nothing is left in them: a header alone says much."""
    tables = [document]
    for part in path:
        if part not in tables[-1] or not isinstance(tables[-1][part], Mapping):
            return  # a value stands there now
        tables.append(tables[-1][part])
    for end in range(len(path), 0, -1):
        if len(tables[end]) or ".".join(map(_quoted, path[:end])) in flat:
            return
        del tables[end - 1][path[end - 1]]
