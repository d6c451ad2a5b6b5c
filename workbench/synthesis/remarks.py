"""What one should know of a table before reading it: what is empty, what tells nothing apart, what is not done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from workbench.synthesis.values import SHARED, Interview, Matrix, Note, Row, Speaker


def too_little(matrix: Matrix) -> tuple[Row, ...]:
    """The rows that stand in no column; ``why`` of each says what there is."""
    return tuple(row for row in matrix.rows if row.column is None)


def notes(
    rows: Sequence[Row],
    speakers: Iterable[Speaker],
    interviews: Iterable[Interview],
    groups: Iterable[str],
    columns: Mapping[str, int],
    *,
    listened: Iterable[str],
    shared: bool,
    by: str = "",
) -> tuple[Note, ...]:
    """What is odd about a table of ``rows``.

    ``groups``: all of the study; ``columns``: those beside "shared" with how many persons could voice something there;
    ``listened``: the groups whose voices count; ``shared``: whether a theme can be shared at all;
    ``by``: what makes the columns.
    """
    belongs: dict[str, set[str]] = defaultdict(set)
    for speaker in speakers:
        if speaker.group:
            belongs[speaker.person or speaker.id].add(speaker.group)
    members = set().union(*belongs.values())
    return (
        *(Note("empty_group", group, 0) for group in groups if group not in members and group in set(listened)),
        *([] if columns else [Note("no_columns", by, 0)]),
        *_empty_columns(rows, columns),
        *_one_column(rows, columns, shared),
        *(Note("two_groups", person, len(of)) for person, of in sorted(belongs.items()) if len(of) > 1),
        *_not_done(rows, interviews),
        *(Note("no_evidence", row.theme, 0) for row in rows if row.why == "nothing"),
    )


def _empty_columns(rows: Sequence[Row], columns: Mapping[str, int]) -> Iterable[Note]:
    for column, could in columns.items():
        if not any(row.cells[column].excerpts for row in rows):
            yield Note("empty_column", column, could)


def _one_column(rows: Sequence[Row], columns: Mapping[str, int], shared: bool) -> Iterable[Note]:
    """Two themes in one place say something only where there was another place for them."""
    stand = [row.by_rule for row in rows if row.by_rule is not None]
    if len(stand) > 1 and len(set(stand)) == 1 and len(columns) + shared > 1:
        yield Note("one_column", stand[0] or SHARED, len(stand))


def _not_done(rows: Sequence[Row], interviews: Iterable[Interview]) -> Iterable[Note]:
    open_ = {interview.name for interview in interviews if not interview.done}
    number: dict[str, int] = defaultdict(int)
    for row in rows:
        for name in open_.intersection(row.interviews):
            number[name] += 1
    return (Note("not_done", name, number[name]) for name in sorted(number))
