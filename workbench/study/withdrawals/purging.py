"""One text erased for ever: which one is meant, and what stops pointing to it."""

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.identity import new_id
from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study.base import Base, not_found, storable
from workbench.study.withdrawals import leaving


def erasing(base: Base, kind: str, name: str, reason: str) -> list[Op]:
    """The changes that erase a text, named as in ``Withdrawals.purge``.

    Raises ``InputError`` without a reason, ``NotFoundError`` where there is no such text, ``StudyError`` where its
    words stand in the log itself.
    """
    if not reason.strip():
        raise InputError("a text is erased for a reason", "Say why: the log keeps that, so name nobody in it.")
    if kind == "text":
        texts, ops = {_by_itself(base, name)}, list[Op]()
    else:
        texts, ops = _versions(base, kind, name)
    why = storable(reason.strip(), "the reason")
    return [*ops, *(put("erasure", new_id(), text=text, reason=why) for text in sorted(texts))]


def _by_itself(base: Base, name: str) -> str:
    rows = base.store.read("SELECT id FROM blob WHERE salt IS NOT NULL AND substr(id, 1, ?) = ?", (len(name), name))
    if len(name) < 6 or len(rows) != 1:
        raise NotFoundError(
            f"there is no single text whose id begins with {line(name, 70)}", "Give more of it, at least six signs."
        )
    return str(rows[0][0])


def _versions(base: Base, kind: str, name: str) -> tuple[set[str], list[Op]]:
    ents = {"memo": "memo", "remark": "coding", "example": "code", "survey": "survey"}
    if kind not in ents:
        raise not_found("kind of text", kind, [*ents, "text"])
    ent, called = ents[kind], name
    name = base.derive("survey", name) if kind == "survey" else name
    if not base.store.read(f'SELECT 1 FROM "{ent}" WHERE id = ?', (name,)) or base.blind.hides(ent, name):
        raise NotFoundError(f"there is no {kind} called {line(called, 60)}")
    texts = leaving.versions_of(base, name)
    if not texts:
        raise StudyError(
            f"that {kind} has no words that lie out of line",
            "It was written by an older workbench, into the log itself, from where nothing can be taken.",
        )
    if kind == "memo":
        return texts, [delete("memo", name)]
    return texts, [put(ent, name, **{{"remark": "memo", "example": "example", "survey": "rows"}[kind]: None})]
