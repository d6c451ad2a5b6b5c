"""What takes long to find out about the codebook, for screens whose keys are not to wait for it.

``{"do": "alike", "dismissed": bool}`` compares the codes: ``{"pairs": [[first, second, band, score, why, shared, share,
related, dismissed], …]}``, codes by their rows.

``{"do": "rested", "code": row}`` tells what stands behind a code: ``{"starred": n, "memos": n, "last": [when, coder,
verb, what, why] or null}``, of the last thing that was done to it, ``when`` as ISO 8601 writes it.

``{"do": "moved", "code": row, "into": row}`` looks which themes change column when one code is merged into another:
``{"moved": [[matrix, path, before, after], …]}``.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.study import Study


def alike(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """The pairs of codes that may be one."""
    found = study.similar.pairs(dismissed=bool(asked.get("dismissed")))
    return {
        "pairs": [
            [p.first.id, p.second.id, p.band, p.score, p.why, p.shared, p.share, p.related, p.dismissed] for p in found
        ]
    }


def rested(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """Good examples, memos, and the last change of a code."""
    code = str(asked["code"])
    last = next(iter(study.history.code(code)), None)
    return {
        "starred": len(study.passages.of(code, starred=True)),
        "memos": len(study.memos.list(target=code)),
        "last": None if last is None else [last.when.isoformat(), last.coder, last.verb, last.what, last.why],
    }


def moved(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """The themes that change column with a merge."""
    preview = study.codes.merge_preview(str(asked["code"]), str(asked["into"]))
    return {"moved": [list(one) for one in preview.matrix]}
