"""What a reader should know of a whole table: empty groups and columns, persons in two groups, interviews not done."""

from collections import defaultdict
from collections.abc import Iterable

from workbench.exports import shapes
from workbench.exports.document import Line, plain
from workbench.exports.in_words import column_labels
from workbench.exports.words import Words

_KINDS = ("no_columns", "one_column", "empty_column", "empty_group", "two_groups", "not_done", "no_text")
"""Those that are said, in this order; themes without evidence are in the list of those with too little."""


def notes(matrix: shapes.Matrix, words: Words) -> Iterable[Line]:
    """A sentence for each kind of note, with what it is about; persons are counted, never named."""
    columns, groups = column_labels(matrix, words), dict(matrix.groups)
    of_kind: dict[str, list[str]] = defaultdict(list)
    for note in matrix.notes:
        of_kind[note.kind].append(note.subject)
    for kind in _KINDS:
        if subjects := of_kind[kind]:
            labels = groups if kind == "empty_group" else columns
            told = [labels.get(subject, subject) for subject in subjects]
            people = words.number(len(subjects), "person")
            yield plain(words(f"note {kind}", subjects=words.listed(told), people=people))
