"""What study.toml says of surveys, and of tables whose counts somebody typed from elsewhere.

[survey.trivsel]                    # answers to closed questions
title = "…"
file = "codebook/survey/trivsel.csv"
group = "ansættelse"                # the column that says whom somebody belongs to
missing = ["", "99"]
scale = {1 = "Helt uenig", 5 = "Helt enig"}
tables = ["erfaring"]               # further columns, for cross tables
[survey.trivsel.groups]             # what is written there -> a group of the study
"kommunalt ansat" = "professional"
[survey.trivsel.questions]
q1 = "…"
[survey.trivsel.order]              # in which order the words of a column are told
erfaring = ["under 5 år", "5 år eller mere"]
[survey.trivsel.themes.tillid]      # an index, and the theme it is linked to
label = "Tillid"
code = "Relationer / Tillid"        # or "#t4mq", its id in codebook.md, which stays when it is renamed
items = ["q1", "q2"]
reverse = ["q2"]
min_items = 1

[table.erfaring]                    # a table of a report
rows = ["ja", "nej"]
columns = ["2019", "2023"]
counts = [[12, 9], [30, 41]]
"""

from collections.abc import Collection, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any, Protocol

from workbench.errors import InputError
from workbench.sanitise import line
from workbench.sanitise import name as folded
from workbench.synthesis.crosstab import Crosstab, crosstab
from workbench.synthesis.survey import Form, Topic

MOST = 1_000_000_000
"""The largest count in a typed table."""


class Wrong(Protocol):
    """Makes the error for what stands under a key of a table, with its line."""

    def __call__(self, key: str, message: str, hint: str = "", table: str = "") -> InputError: ...


def forms(tables: Mapping[str, Any], groups: Collection[str], wrong: Wrong) -> dict[str, Form]:
    """The surveys of ``[survey.NAME]``. Raises what ``wrong`` makes for one that cannot be."""
    return {name: _Form(name, table, groups, wrong).form() for name, table in tables.items()}


def typed(tables: Mapping[str, Any], wrong: Wrong) -> dict[str, Crosstab]:
    """The tables of ``[table.NAME]``. Raises what ``wrong`` makes for one that cannot be."""
    return {name: _typed(name, table, wrong) for name, table in tables.items()}


class _Table:
    """Reads the values of one table."""

    def __init__(self, name: str, table: Any, wrong: Wrong, within: str = "") -> None:
        if not isinstance(table, Mapping):
            raise wrong(name, f"{line(name, 60)} must be a table", "Write it in brackets, on a line of its own.")
        self.name = name
        self._table = table
        self._make = wrong
        self._within = within

    def wrong(self, key: str, message: str, hint: str = "") -> InputError:
        """The error, with the line of the key; of one inside braces the line of the table, or of the one around it."""
        places = ((key, self.name), (self.name, self._within), (self._within, ""))
        errors = [self._make(place, message, hint, table=table) for place, table in places if place]
        return next((error for error in errors if error.line), errors[0])

    def word(self, key: str) -> str:
        value = self._table.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(key, f"{key} must be a text", f'Write {key} = "…".')
        return value

    def words(self, key: str) -> tuple[str, ...]:
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str | int) for v in value):
            raise self.wrong(key, f"{key} must be a list of texts", f'Write {key} = ["…", "…"].')
        return tuple(map(str, value))

    def names(self, key: str) -> tuple[str, ...]:
        """Names of columns: white space is folded, as in the header of the file."""
        return tuple(dict.fromkeys(filter(None, map(folded, self.words(key)))))

    def pairs(self, key: str) -> dict[str, str]:
        value = self._table.get(key, {})
        if not isinstance(value, Mapping) or not all(isinstance(v, str) for v in value.values()):
            raise self.wrong(key, f"{key} must be a table of texts", f'Write {key} = {{… = "…"}}.')
        return dict(value)

    def tables(self, key: str) -> Mapping[str, Any]:
        value = self._table.get(key, {})
        if not isinstance(value, Mapping):
            raise self.wrong(key, f"{key} must be a table", f"Write [survey.{self.name}.{key}.NAME].")
        return value

    def number(self, key: str) -> int:
        value = self._table.get(key, 1)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(key, f"{key} must be a whole number, 1 or more")
        return value

    def counts(self) -> list[list[int]]:
        value = self._table.get("counts", [])
        rows: list[list[int]] = value if isinstance(value, list) else [[-1]]
        if not all(isinstance(row, list) and all(map(_is_count, row)) for row in rows):
            raise self.wrong("counts", "counts must be rows of whole numbers", "Write counts = [[12, 9], [30, 41]].")
        return rows


class _Form(_Table):
    def __init__(self, name: str, table: Any, groups: Collection[str], wrong: Wrong) -> None:
        super().__init__(name, table, wrong)
        self._groups = groups

    def form(self) -> Form:
        delimiter = self.word("delimiter")
        if len(delimiter) > 1 or delimiter in ('"', "\r", "\n"):
            raise self.wrong("delimiter", "a delimiter is one character", 'Write delimiter = ";", or leave it out.')
        file = self.word("file")
        if file and (Path(file).is_absolute() or PureWindowsPath(file).is_absolute() or ".." in Path(file).parts):
            raise self.wrong("file", "a survey's file lies below the study's folder", 'Write file = "codebook/….csv".')
        form = Form(
            self.name,
            self.word("title"),
            file,
            folded(self.word("group")),
            delimiter,
            self._belonging(),
            self.words("missing"),
            self._scale(),
            tuple(self._topic(name, table) for name, table in self.tables("themes").items()),
            self.names("tables"),
            {folded(column): words for column, words in self.pairs("questions").items()},
            {folded(column): self._ordered(column) for column in self.tables("order")},
        )
        if form.items and not form.scale:
            hint = 'Write scale = {1 = "Helt uenig", 5 = "Helt enig"}, with every step there is.'
            raise self.wrong("scale", f"the survey {self.name} has questions, but no scale", hint)
        if twice := set(form.items) & {form.group, *form.tables}:
            named = line(min(twice), 40)
            raise self.wrong("items", f"{named} is a question on the scale, and a column of words too")
        return form

    def _belonging(self) -> dict[str, str]:
        pairs = self.pairs("groups")
        for written, group in pairs.items():
            if group not in self._groups:
                known = "The groups are " + ", ".join(self._groups) + "."
                raise self.wrong(written, f"there is no group {line(group, 40)}", known)
        return pairs

    def _ordered(self, column: str) -> tuple[str, ...]:
        return _Table("order", self.tables("order"), self._make).words(column)

    def _scale(self) -> tuple[tuple[int, str], ...]:
        steps = {}
        for step, label in self.pairs("scale").items():
            if not step.removeprefix("-").isdecimal() or len(step) > 6:
                raise self.wrong(step, "the steps of a scale are whole numbers", 'Write scale = {1 = "…", 2 = "…"}.')
            steps[int(step)] = label or step
        if len({" ".join(label.split()).casefold() for label in steps.values()}) < len(steps):
            raise self.wrong("scale", "two steps of the scale are called the same")
        return tuple(sorted(steps.items()))

    def _topic(self, name: str, table: Any) -> Topic:
        read = _Table(name, table, self._make, self.name)
        topic = Topic(
            name,
            read.word("label"),
            read.word("code"),
            read.names("items"),
            read.names("reverse"),
            read.number("min_items"),
        )
        if not topic.items:
            raise read.wrong("items", f"the index {line(name, 40)} has no questions", 'Write items = ["q1", "q2"].')
        if strange := [item for item in topic.reverse if item not in topic.items]:
            raise read.wrong("reverse", f"{line(strange[0], 40)} is turned round, but is not among the items")
        if topic.min_items > len(topic.items):
            raise read.wrong("min_items", f"the index {line(name, 40)} has only {len(topic.items)} questions")
        return topic


def _typed(name: str, given: Any, wrong: Wrong) -> Crosstab:
    table = _Table(name, given, wrong)
    rows, columns, counts = table.words("rows"), table.words("columns"), table.counts()
    if len(rows) < 1 or len(columns) < 1:
        raise table.wrong("rows", f"the table {line(name, 40)} names no rows, or no columns")
    if len(counts) != len(rows) or any(len(row) != len(columns) for row in counts):
        raise table.wrong("counts", f"the table {line(name, 40)} needs {len(rows)} rows of {len(columns)} counts")
    return crosstab(rows, columns, counts, title=table.word("title") or name)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
