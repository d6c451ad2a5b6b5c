"""What came from elsewhere: texts that the rules have not been run over, and words that are to travel no more.

This machine's notebook knows of both, and it never travels.
"""

from collections.abc import Collection, Sequence

from workbench.store.merge import AT_HOME
from workbench.study.anonymity.keys import Keys
from workbench.study.base import ANONYMISED, Base
from workbench.study.withdrawals.leaving import versions_of
from workbench.study.words import BEARERS

SEEN = "anonymity: texts that the rules were run over"
"""A scope of the notebook: revision → a number of the rules."""
_UPTO = "anonymity: how far the log was looked through"
Words = Sequence[tuple[str, str]]


def unseen(base: Base, keys: Keys, words: Words) -> list[str]:
    """The transcripts (names) whose current text has not been through these rules; none where there are no rules."""
    if not words:
        return []
    seen, now = base.store.notes(SEEN), _number(keys, words)
    return [name for name, revision in current(base).items() if seen.get(revision) != now]


def current(base: Base) -> dict[str, str]:
    """The text that is read (its row), by the name of the transcript."""
    rows = base.store.read("SELECT name, current FROM transcript WHERE alive = 1 AND current > '' ORDER BY name")
    return {name or "": revision for name, revision in rows}


def note_seen(base: Base, keys: Keys, words: Words, before: dict[str, str], names: Collection[str]) -> None:
    """Note that the rules were run over these transcripts, also over what was read ``before``: undo holds."""
    if words:
        now, number = current(base), _number(keys, words)
        revisions = {where[name] for name in names for where in (before, now) if name in where}
        base.store.note(SEEN, dict.fromkeys(sorted(revisions), number))


def _number(keys: Keys, words: Words) -> str:
    return keys.mark(*(part for pair in sorted(words) for part in pair))


_RULED = "anonymity: how far the rules were run over what others wrote"
_WORDS = (*BEARERS, "placement", "wording", "transcript", "attribute", "person")


def brought(base: Base, words: Words) -> set[str]:
    """The rows in which others have written words since the rules were run; what somebody took back is not asked of."""
    after = base.store.notes(_RULED).get("n", "")
    if not words or after == _end(base):
        return set()
    own = base.store.own()
    rows = base.store.read(
        "SELECT DISTINCT c.row, s.id FROM change c JOIN stream s ON s.no = c.stream WHERE c.n > ? "
        f"AND c.ent IN {_WORDS} AND c.verb NOT IN ('undo', 'redo', ?)",
        (int(after) if after.isdigit() else 0, ANONYMISED),
    )
    return {row for row, stream in rows if stream not in own}


def note_brought(base: Base, words: Words) -> None:
    """Note that the rules were run over all that others have written so far."""
    if words and base.store.notes(_RULED).get("n", "") != _end(base):
        base.store.note(_RULED, {"n": _end(base)})


def _end(base: Base) -> str:
    return str(base.store.read("SELECT COALESCE(max(n), 0) FROM change")[0][0])


def keep_home(base: Base) -> None:
    """Keep at home what a colleague has replaced words in: earlier words of memos, remarks, examples and the like.

    What synced before is where it went; from here it goes nowhere else: not to another peer, not into ``log export``.
    """
    upto, end = base.store.notes(_UPTO).get("n", ""), _end(base)
    if upto == end:
        return
    rows = base.store.read(
        f"SELECT DISTINCT row FROM change WHERE n > ? AND verb = ? AND ent IN {BEARERS}",
        (int(upto) if upto.isdigit() and int(upto) < int(end) else 0, ANONYMISED),
    )
    earlier = sorted(set().union(*(versions_of(base, row) for (row,) in rows)))
    base.store.note(AT_HOME, dict.fromkeys(earlier, "1"))
    base.store.note(_UPTO, {"n": end})
