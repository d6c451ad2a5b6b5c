"""A search whose words need a dictionary, done beside the screens.

``{"do": "search", "words": "…", "mode": "…", "limit": n, "transcripts": […], "speakers": […], "groups": […],
"code": "…", "interviewer": bool}`` is answered by ``{"hits": [[field, …], …], "more": bool}``: the fields of each
``Hit``.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.study import Study


def found(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """What stands where somebody's words are looked for; ``more``: there are more hits than the ``limit``."""
    limit = int(asked["limit"])
    hits = study.search.find(
        str(asked["words"]),
        mode=str(asked["mode"]),
        transcripts=list(map(str, asked.get("transcripts", ()))),
        speakers=list(map(str, asked.get("speakers", ()))),
        groups=list(map(str, asked.get("groups", ()))),
        code=str(asked.get("code", "")),
        interviewer=asked.get("interviewer") is not False,
        limit=limit + 1,
    )
    return {"hits": [list(hit) for hit in hits[:limit]], "more": len(hits) > limit}
