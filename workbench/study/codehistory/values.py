"""What the codebook's past is told in."""

from datetime import datetime
from typing import NamedTuple

from workbench.study.passages import Passage


class Detail(NamedTuple):
    """One thing that one change did to a code (a row): which ``field``, and what it said before and after, in words."""

    code: str
    field: str
    before: str
    after: str


class Happened(NamedTuple):
    """One transaction, as far as it is about a code, or about the codebook.

    ``verb`` is what ``coder`` (a name) did, as people say it, ``what`` the rest of the sentence, ``why`` the reason
    that was given with it. ``tx`` names it as ``study.log.undo`` wants it; ``undone``: it was taken back, and still is.
    ``codes`` are the rows it is about, ``action`` the verb the log has for it.
    """

    when: datetime
    coder: str
    verb: str
    what: str
    why: str
    tx: tuple[str, int]
    undone: bool
    codes: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    action: str = ""


class Version(NamedTuple):
    """A state of the whole codebook that can be asked for by ``name``.

    ``kind``: ``version``, which somebody has named, or ``round``, by whose codebook a round of coding goes. ``mark`` is
    a short name of the place in the log, as ``study.history.at`` takes it too; '' for who codes blind.
    """

    id: str
    name: str
    when: datetime | None
    coder: str
    note: str
    mark: str
    kind: str = "version"


class Changed(NamedTuple):
    """How one code (a row) differs between two states of the codebook.

    ``path_before`` and ``path_after`` name it in each, '' where it is not there. ``field``, ``before`` and ``after``
    say what reads otherwise: names, paths of the codes it stands below, the words of a field. ``into``: the paths of
    what it was merged or split into, with how many ``passages``. ``who`` (a name) made it so last, ``when`` and
    ``why``; nobody where one looks back from a later state to an earlier one.
    """

    code: str
    path_before: str
    path_after: str
    field: str = ""
    before: str = ""
    after: str = ""
    into: tuple[str, ...] = ()
    passages: int = 0
    who: str = ""
    when: datetime | None = None
    why: str = ""


class CodebookDiff(NamedTuple):
    """What lies between two states of the codebook, ``since`` and ``until`` (as they were asked for).

    A code may be in several lists; ``unchanged`` counts those that are in none. ``redefined`` has one entry a field.
    ``reordered``: those that stand elsewhere among the same neighbours. What changed its path only because a code above
    it did is unchanged.
    """

    since: str
    until: str
    added: tuple[Changed, ...]
    removed: tuple[Changed, ...]
    renamed: tuple[Changed, ...]
    moved: tuple[Changed, ...]
    redefined: tuple[Changed, ...]
    merged: tuple[Changed, ...]
    unmerged: tuple[Changed, ...]
    split: tuple[Changed, ...]
    status: tuple[Changed, ...]
    reordered: tuple[Changed, ...]
    unchanged: int


class Old(NamedTuple):
    """A coding (a row) made by a definition that is another now.

    ``code`` (a row) is what it counts as today, ``path`` its path; ``since`` when the definition became what it is.
    ``before`` and ``now`` are the definition as it was for whoever tagged the passage, and as it is; ``fields`` which
    of definition, include and exclude read otherwise.
    """

    coding: str
    passage: Passage
    code: str
    path: str
    coder: str
    since: datetime
    before: str
    now: str
    fields: tuple[str, ...]
