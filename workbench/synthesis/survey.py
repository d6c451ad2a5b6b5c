"""A survey beside the interviews: how closed questions were answered, and index means, group by group.

What study.toml says of a survey is its ``Form``; what people answered are its ``Answers``. An answer is a number of the
form's scale or its label. The index of a respondent is the mean of what they answered of a theme's questions (reversed
ones turned round: lowest + highest of the scale − answer); who answered fewer than ``min_items`` of them has none.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from workbench.synthesis.crosstab import Crosstab, counted

T = TypeVar("T")

CAUTION = 40
"""Fewer persons than this are shown with a caution: their mean alone is known to no better than about ± a third of the
standard deviation (the 95 % t interval at n = 40 is ± 2.02/√40 = .32 sd), and one person is more than 2 per cent."""


class Topic(NamedTuple):
    """Questions that are one index: ``[survey.NAME.themes.ID]``; ``code`` is the path of the theme it is linked to."""

    id: str
    label: str = ""
    code: str = ""
    items: tuple[str, ...] = ()
    reverse: tuple[str, ...] = ()
    min_items: int = 1


class Form(NamedTuple):
    """What study.toml says of a survey: ``[survey.NAME]``.

    ``file`` is a path below the study's folder ("": taken in by hand), ``group`` the column that says whom somebody
    belongs to, ``groups`` what is written there → a group of the study; ``missing`` is what counts as no answer,
    ``scale`` (number, label) from low to high, ``tables`` further columns that are kept for cross tables, ``questions``
    how a column's question reads, ``order`` in which order its words are told. ``delimiter`` "": whatever the header is
    written with.
    """

    name: str
    title: str = ""
    file: str = ""
    group: str = ""
    delimiter: str = ""
    groups: Mapping[str, str] = {}
    missing: tuple[str, ...] = ()
    scale: tuple[tuple[int, str], ...] = ()
    themes: tuple[Topic, ...] = ()
    tables: tuple[str, ...] = ()
    questions: Mapping[str, str] = {}
    order: Mapping[str, tuple[str, ...]] = {}

    @property
    def items(self) -> tuple[str, ...]:
        """The columns of all themes' questions, each once."""
        return tuple(dict.fromkeys(item for topic in self.themes for item in topic.items))

    @property
    def columns(self) -> tuple[str, ...]:
        """All that is kept of a file: the group, the questions, and what cross tables need."""
        return tuple(dict.fromkeys(filter(None, (self.group, *self.items, *self.tables))))


class Answers(NamedTuple):
    """What people answered, as it was written: one row a respondent, one cell a column."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Distribution(NamedTuple):
    """How ``n`` persons answered one question: ``counts`` by step of the scale; ``missing`` did not answer it."""

    n: int
    missing: int
    counts: tuple[int, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """The share (0 to 1) of those who answered, by step; all 0 where nobody did."""
        return tuple(count / self.n if self.n else 0.0 for count in self.counts)

    @property
    def caution(self) -> bool:
        """Whether fewer than ``CAUTION`` answered."""
        return self.n < CAUTION


class IndexStat(NamedTuple):
    """An index among ``n`` persons, in units of the scale: its mean and standard deviation (divided by n − 1).

    ``mean`` is ``None`` without anybody, ``sd`` with fewer than two; ``missing`` persons answered too little.
    """

    n: int
    mean: float | None
    sd: float | None
    missing: int

    @property
    def caution(self) -> bool:
        """Whether fewer than ``CAUTION`` persons have the index."""
        return self.n < CAUTION


class ItemResult(NamedTuple):
    """One question: its column, how it reads, whether it is turned round in the index; answers in all and by group."""

    item: str
    question: str
    reverse: bool
    total: Distribution
    groups: Mapping[str, Distribution]


class ThemeResult(NamedTuple):
    """One index: in all (also who is of no group) and by group, with the distributions of its questions as answered.

    ``code`` is the row of the theme it is linked to ('': none, or none of that name now), ``path`` how study.toml
    writes it. ``labels``: group → what it is called; ``scale`` as in the ``Form``; ``survey`` is the survey's name and
    ``title`` what it is called.
    """

    survey: str
    title: str
    id: str
    label: str
    code: str
    path: str
    items: tuple[str, ...]
    total: IndexStat
    groups: Mapping[str, IndexStat]
    distributions: tuple[ItemResult, ...]
    labels: Mapping[str, str]
    scale: tuple[tuple[int, str], ...]


class Note(NamedTuple):
    """What one should know of a survey: ``kind``, what it is about, and how many.

    'no_theme' (no theme is called as the index ``subject`` says), 'not_taken_in' (the column ``subject`` is not in what
    was taken in), 'not_on_scale' (``n`` answers in ``subject`` that the scale does not have), 'no_group' (``n``
    persons of whom no group is told), 'other_group' (``n`` persons of a group ``subject`` that is none of the study's).
    """

    kind: str
    subject: str
    n: int = 0


class SurveyResult(NamedTuple):
    """A survey: ``respondents`` (0: no answers are here); the groups that answered, (id, label), and their sizes."""

    name: str
    title: str
    respondents: int
    groups: tuple[tuple[str, str], ...]
    sizes: Mapping[str, int]
    scale: tuple[tuple[int, str], ...]
    themes: tuple[ThemeResult, ...]
    notes: tuple[Note, ...]


class Reading:
    """Reads cells by what a form says of them."""

    def __init__(self, form: Form, groups: Mapping[str, str]) -> None:
        self._missing = {"", *map(folded, form.missing)}
        self._steps = {step for step, _ in form.scale}
        self._values = {folded(label): step for step, label in form.scale}
        self._groups = {folded(name): group for group, label in groups.items() for name in (label, group)}
        self._groups |= {folded(written): group for written, group in form.groups.items()}

    def answer(self, cell: str) -> int | None:
        """The step of the scale that is written; None where nothing is. ValueError for what is neither."""
        said = folded(cell)
        if said in self._missing:
            return None
        if (step := self._values.get(said)) is not None:
            return step
        number = _whole(said)
        if number is not None and str(number) in self._missing:
            return None
        if number not in self._steps:
            raise ValueError(cell)
        return number

    def group(self, cell: str) -> str:
        """The group of the study that is written, else the words that are; '' where none are."""
        said = folded(cell)
        return "" if said in self._missing else self._groups.get(said, " ".join(cell.split()))

    def word(self, cell: str) -> str | None:
        """What is written in a column of words; None where nothing is."""
        return None if folded(cell) in self._missing else " ".join(cell.split())


def folded(text: str) -> str:
    """``text`` as it is compared: without capitals or spare white space."""
    return " ".join(text.split()).casefold()


def analysed(
    form: Form, answers: Answers, groups: Mapping[str, str], codes: Mapping[str, str] | None = None
) -> SurveyResult:
    """What the answers come to. ``groups`` of the study: id → label, in order; ``codes``: path → row of its themes."""
    return _Analysis(form, answers, groups, codes or {}).result()


def crossed(form: Form, answers: Answers, groups: Mapping[str, str], row: str, column: str = "") -> Crosstab:
    """Two of the form's columns against each other; ``column`` "": the groups. KeyError for one the form does not keep.

    A question's rows are the steps of the scale; of other columns they are what is written there. Of each person who is
    of no group, or did not answer, nothing is in the table but that there are some.
    """
    read = Reading(form, groups)
    told = [_categories(form, answers, groups, read, name) for name in (row, column or form.group)]
    (rows, of_rows), (columns, of_columns) = told
    names = [form.questions.get(name) or name for name in (row, column or form.group)]
    return counted(zip(of_rows, of_columns, strict=True), rows, columns, " × ".join(names))


class _Analysis:
    def __init__(self, form: Form, answers: Answers, groups: Mapping[str, str], codes: Mapping[str, str]) -> None:
        self._form = form
        self._codes = codes
        self._read = Reading(form, groups)
        self._answers = answers
        self._notes: list[Note] = []
        self._of = self._belonging(groups)
        self._items = {item: self._column(item) for item in form.items}

    def result(self) -> SurveyResult:
        form = self._form
        return SurveyResult(
            form.name,
            form.title or form.name,
            len(self._answers.rows),
            tuple(self._labels.items()),
            self._sizes,
            form.scale,
            tuple(map(self._theme, form.themes)),
            tuple(self._notes),
        )

    def _belonging(self, groups: Mapping[str, str]) -> list[str]:
        """Every respondent's group; notes the groups there are, and how many are in each."""
        form = self._form
        of = [self._read.group(cell) for cell in _cells(self._answers, form.group)]
        sizes = Counter(of)
        others = sorted(group for group in sizes if group and group not in groups)
        self._labels = {group: groups[group] for group in groups if sizes[group]} | {name: name for name in others}
        self._sizes = {group: sizes[group] for group in self._labels}
        if form.group and self._answers.rows:
            if form.group not in self._answers.columns:
                self._notes.append(Note("not_taken_in", form.group))
            elif sizes[""]:
                self._notes.append(Note("no_group", form.group, sizes[""]))
        self._notes += [Note("other_group", name, sizes[name]) for name in others]
        return of

    def _column(self, item: str) -> list[int | None]:
        """Every respondent's answer to one question."""
        if self._answers.rows and item not in self._answers.columns:
            self._notes.append(Note("not_taken_in", item))
        odd, result = 0, list[int | None]()
        for cell in _cells(self._answers, item):
            try:
                result.append(self._read.answer(cell))
            except ValueError:  # the scale is not what it was when these were taken in
                odd += 1
                result.append(None)
        if odd:
            self._notes.append(Note("not_on_scale", item, odd))
        return result

    def _theme(self, topic: Topic) -> ThemeResult:
        path = " ".join(topic.code.split())
        code = self._codes.get(path, "")
        if path and not code:
            self._notes.append(Note("no_theme", path))
        scores = self._scores(topic)
        return ThemeResult(
            self._form.name,
            self._form.title or self._form.name,
            topic.id,
            topic.label or (path.rpartition(" / ")[2] or topic.id),
            code,
            path,
            topic.items,
            stat(scores),
            {group: stat(self._within(scores, group)) for group in self._labels},
            tuple(self._item(item, item in topic.reverse) for item in topic.items),
            self._labels,
            self._form.scale,
        )

    def _scores(self, topic: Topic) -> list[float | None]:
        """Every respondent's index; None for who answered too little."""
        ends = sum((min(self._form.scale)[0], max(self._form.scale)[0])) if self._form.scale else 0
        columns = [
            [None if v is None else ends - v for v in self._items[item]] if item in topic.reverse else self._items[item]
            for item in topic.items
        ]
        result: list[float | None] = []
        for row in zip(*columns, strict=True):
            said = [value for value in row if value is not None]
            result.append(sum(said) / len(said) if len(said) >= max(1, topic.min_items) else None)
        return result

    def _item(self, item: str, reverse: bool) -> ItemResult:
        said = self._items[item]
        groups = {group: self._distribution(self._within(said, group)) for group in self._labels}
        question = self._form.questions.get(item) or item
        return ItemResult(item, question, reverse, self._distribution(said), groups)

    def _distribution(self, said: Iterable[int | None]) -> Distribution:
        found = Counter(said)
        missing = found.pop(None, 0)
        return Distribution(found.total(), missing, tuple(found[step] for step, _ in self._form.scale))

    def _within(self, said: Sequence[T], group: str) -> list[T]:
        return [value for value, of in zip(said, self._of, strict=True) if of == group]


def stat(scores: Iterable[float | None]) -> IndexStat:
    """Number, mean and standard deviation of the scores there are; ``None`` counts as missing."""
    given = list(scores)
    known = [score for score in given if score is not None]
    n = len(known)
    mean = math.fsum(known) / n if n else None
    spread = (
        math.sqrt(math.fsum((score - mean) ** 2 for score in known) / (n - 1)) if mean is not None and n > 1 else None
    )
    return IndexStat(n, mean, spread, len(given) - n)


def _categories(
    form: Form, answers: Answers, groups: Mapping[str, str], read: Reading, column: str
) -> tuple[Mapping[str, str], list[str | None]]:
    """What can be said in a column (id → label), and what every respondent said."""
    if column not in form.columns:
        raise KeyError(column)
    cells = _cells(answers, column)
    if column in form.items:
        said = [_step(read, cell) for cell in cells]
        return {str(step): label for step, label in form.scale}, said
    if column == form.group:
        said = [read.group(cell) or None for cell in cells]
        labels = {group: label for group, label in groups.items() if group in said}
    else:
        said, labels = [read.word(cell) for cell in cells], {}
    ranks = {folded(word): rank for rank, word in enumerate(form.order.get(column, ()))}
    words = sorted({w for w in said if w and w not in labels}, key=lambda w: (ranks.get(folded(w), len(ranks)), w))
    return labels | {word: word for word in words}, said


def _step(read: Reading, cell: str) -> str | None:
    try:
        step = read.answer(cell)
    except ValueError:
        return None
    return None if step is None else str(step)


def _cells(answers: Answers, column: str) -> list[str]:
    """A column's cells; empty ones where it was not taken in."""
    if column not in answers.columns:
        return [""] * len(answers.rows)
    at = answers.columns.index(column)
    return [row[at] for row in answers.rows]


def _whole(text: str) -> int | None:
    """The whole number that is written, also as 4.0 or 4,0."""
    digits, _, rest = text.replace(",", ".").partition(".")
    if rest.strip("0") or not digits.removeprefix("-").isdecimal() or len(digits) > 9:
        return None
    return int(digits)
