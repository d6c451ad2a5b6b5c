"""Words that lie out of line, where they can be erased for ever without breaking the chain of the log.

The log holds the name of such a text, ``{"text": "<id>"}``, and a column that JSON; a text written there before, or by
hand, reads as itself. Memos, remarks, reasons and notes are salted at random: who has the log can prove no guess at
what was erased. What stands in files, as the examples of the codebook do, is salted by study, row and field: colleagues
who read the same file write the same change, so no dispute arises, and what was erased does not come back from a copy
of the file.
"""

import json
import re
import secrets
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from workbench.store import Op, Store, blob_id

FIELDS = {
    "coding": ("memo",),
    "code": ("example",),
    "reason": ("words",),
    "version": ("note",),
    "summary": ("words",),
    "pick": ("shown",),
    "survey": ("rows",),
}
"""The fields whose words never stand in the log."""

BEARERS = ("memo", *FIELDS)
"""The kinds of rows whose words lie out of line: those of memos have a field of their own."""

NOT_COME = "[its words have not come yet]"
ERASED = "[its words were erased]"
NOTES = frozenset((NOT_COME, ERASED))
"""What is shown where there are no words; nobody has written it, so nobody may save it as if."""

Text = tuple[bytes, str]
_REFERENCE = re.compile(r'\{"text":"([0-9a-f]{64})"\}')
_CHUNK = 500


def reference(value: Any) -> str:
    """The text that a field of a change, or a column, names; '' where it holds its words itself, or none."""
    if not value:
        return ""
    if isinstance(value, dict):
        value = json.dumps(value, separators=(",", ":"))
    found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else ""


def hidden(text: str, salt: bytes | None = None) -> tuple[dict[str, str], Text]:
    """What a field holds of ``text``, and the text that is to be kept out of line (without a salt: one by chance)."""
    salt = secrets.token_bytes(16) if salt is None else salt
    return {"text": blob_id(salt, text)}, (salt, text)


class Words:
    """The words of one open study."""

    def __init__(self, store: Store, study: str) -> None:
        self._store = store
        self._study = study

    def of(self, value: Any) -> str:
        """The words of a field or column: '' for none, one of ``NOTES`` where they are not here."""
        return self.all([value])[0]

    def all(self, values: Iterable[Any]) -> list[str]:
        """The words of many fields or columns, in their order."""
        given = list(values)
        if not any(given):  # most codings have no remark, and a text may have thousands
            return [""] * len(given)
        named = [reference(value) for value in given]
        texts = self.texts({name for name in named if name})
        return [texts[n] if n else v if isinstance(v, str) else "" for n, v in zip(named, given, strict=True)]

    def texts(self, names: Iterable[str]) -> dict[str, str]:
        """The texts of these names, or why they are not here."""
        wanted = sorted(names)
        found: dict[str, str] = dict.fromkeys(wanted, NOT_COME)
        for i in range(0, len(wanted), _CHUNK):
            chunk = wanted[i : i + _CHUNK]
            marks = ",".join("?" * len(chunk))
            rows = self._store.read(f"SELECT id, data FROM blob WHERE id IN ({marks})", tuple(chunk))
            found |= {name: ERASED if data is None else data for name, data in rows}
        return found

    def salt(self, row: str, field: str) -> bytes:
        """The salt that everybody derives for what is read from a file."""
        return sha256("\x1f".join((self._study, row, field)).encode()).digest()[:16]

    def hide(self, ops: Sequence[Op]) -> tuple[list[Op], list[Text]]:
        """The changes with their words out of line, and those texts."""
        changed, texts = [], []
        for op in ops:
            body = dict(op.body)
            for field in FIELDS.get(op.ent, ()):
                text = body.get(field)
                if not isinstance(text, str):
                    continue
                if text in NOTES:
                    del body[field]
                else:
                    in_files = op.ent == "code"
                    body[field], hidden_text = hidden(text, self.salt(op.row, field) if in_files else None)
                    texts.append(hidden_text)
            changed.append(op._replace(body=body))
        return changed, texts


def shown(text: str) -> str:
    """``text`` for a file that is read again: a note that stands in for missing words is left out."""
    return "" if text in NOTES else text
