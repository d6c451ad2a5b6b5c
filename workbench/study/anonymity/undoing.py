"""What cannot be undone any more, because what it would bring back was erased."""

from workbench.study.base import ANONYMISED, Base, parsed_list
from workbench.study.words import BEARERS

_ERASED = "SELECT 1 FROM revision r JOIN blob b ON b.id = r.text WHERE r.id = ? AND b.salt IS NULL AND b.data IS NULL"
_CHANGES = "FROM change c JOIN stream s ON s.no = c.stream WHERE s.id = ? AND c.tx = ?"


def nothing_to_go_back_to(base: Base, stream: str, tx: int) -> bool:
    """Whether a transaction made a text that was erased since, or out of one, or replaced words that were."""
    read = base.store.read
    if not read("SELECT 1 FROM erasure LIMIT 1"):
        return False
    made = read(f"SELECT DISTINCT c.row {_CHANGES} AND c.ent = 'revision'", (stream, tx))
    for (revision,) in made:
        for (parents,) in read("SELECT parents FROM revision WHERE id = ?", (revision,)):
            known = [revision, *parsed_list(parents, lambda row: isinstance(row, str))]
            if any(read(_ERASED, (one,)) for one in known):
                return True
    from workbench.study.withdrawals.leaving import versions_of

    words = read(
        f"SELECT DISTINCT c.row {_CHANGES} AND c.verb = ? AND c.ent IN {BEARERS}",
        (stream, tx, ANONYMISED),
    )
    erased = base.store.texts().erased if words else frozenset()
    return any(versions_of(base, row) & erased for (row,) in words)
