"""Whose a coding has ever been, and in which text: what was somebody's at done may be another's, or nobody's, now."""

import json
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import NamedTuple

from workbench.store import Store

_SAID = (
    "SELECT row, body FROM change WHERE ent = 'coding' AND op = 'put' "
    "AND (instr(body, '\"coder\"') OR instr(body, '\"span\"')) AND row "
)
# Of most codings there is one change, which the index alone tells.
_SEVERAL = "IN (SELECT row FROM change GROUP BY row HAVING count(*) > 1) ORDER BY row"


class Home(NamedTuple):
    """A coding (row) was said to be this coder's (row), in that text (revision)."""

    row: str
    revision: str
    coder: str


def homes(store: Store, only: Collection[str] | None = None) -> Iterator[Home]:
    """Every home of codings whose coder or place was written more than once, of those among ``only`` (None: all).

    So it is where a coding was taken back that somebody else had changed meanwhile: what that one wrote stays, without
    a coder.
    """
    if only is None:
        rows = store.read(_SAID + _SEVERAL)
    else:
        rows = [found for row in only for found in store.read(_SAID + "= ?", (row,))]
    for row, written in groupby(rows, key=lambda found: str(found[0])):
        if len(bodies := [body for _, body in written]) < 2:
            continue
        said = [json.loads(body) for body in bodies]
        spans = [one["span"] for one in said if isinstance(one.get("span"), list) and one["span"]]
        revisions = {span[0] for span in spans if isinstance(span[0], str)}
        coders = {one["coder"] for one in said if isinstance(one.get("coder"), str)}
        yield from (Home(row, revision, coder) for revision in revisions for coder in coders)
