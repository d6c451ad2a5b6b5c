"""Which picks hold, and what is wrong with those that do not."""

from collections.abc import Iterable, Mapping

from workbench.study.base import Base
from workbench.study.inbox.names import Names
from workbench.study.quotes import rows
from workbench.study.quotes.said import Texts
from workbench.study.quotes.values import DRIFTED, GONE, LOST, MISSING, Fault
from workbench.study.words import ERASED, NOTES


def faults(base: Base, paths: Mapping[str, str], texts: Texts) -> list[Fault]:
    """The picks that one may see and that do not hold, by theme and place; ``paths``: of the codes there are."""
    names = Names(base.store, {}, base.blind)
    found = [
        Fault(
            row.id,
            paths.get(row.code) or names.code(row.code),
            row.transcript,
            row.start,
            row.end,
            row.words,
            why,
            what,
            hint,
        )
        for row in rows.picks(base)
        for why, what, hint in _wrong(row, paths, texts)
    ]
    order = {path: number for number, path in enumerate(paths.values())}
    return sorted(found, key=lambda one: (order.get(one.path, len(order)), one.transcript, one.start, one.end))


def _wrong(row: rows.Row, paths: Mapping[str, str], texts: Texts) -> Iterable[tuple[str, str, str]]:
    """(why, what is wrong, what would mend it); what is lost is not held against anything."""
    if row.code not in paths:
        yield GONE, "its theme is no longer in the codebook", "Pick the passage for another theme, or unpick it."
    if row.lost or texts.document(row.revision) is None:
        yield LOST, "its passage has no place in the text that is read", "Pick it anew where it stands, or unpick it."
    elif row.shown in NOTES:
        told = "were erased" if row.shown == ERASED else "have not come yet"
        yield MISSING, f"the words that are to be shown {told}", "Edit it anew, or unpick it."
    elif row.shown and not (found := texts.edited(*row.span, row.shown)).holds:
        yield DRIFTED, found.what, found.hint
