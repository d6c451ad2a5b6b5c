"""What every subject of a study stands on: its store, its identity, its settings, and who is at work."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.identity import derived_id, new_id
from workbench.sanitise import line, unstorable
from workbench.sealing import Seal
from workbench.store import Op, Store, Tx, put
from workbench.store.moment import write_position
from workbench.study.blind import Blind
from workbench.study.settings import Settings
from workbench.study.words import Words

CODINGS = (
    "(SELECT DISTINCT r.transcript, g.revision, g.start, g.end, c.effective AS code, g.coder FROM coding g "
    "JOIN code c ON c.id = g.code JOIN revision r ON r.id = g.revision WHERE g.alive = 1)"
)
"""Every coding once, also where two replicas made the same one: ``v_coding`` without its ids, quicker to count."""


MAX_REASON = 2000
"""Characters in what is said of why a code was changed."""


CARRIED = "carry codings over"
"""The verb under which what was anchored in a text follows a withdrawal from it; it has no undo."""


ANONYMISED = "anonymise transcript"
"""The verb under which words that identify somebody are replaced."""


ACCEPTED = "anonymisation accepted"
"""Why a text from before that was erased."""


class CoderRow(NamedTuple):
    """Somebody who codes; ``id`` is the row, ``name`` what people call them."""

    id: str
    name: str


class Base:
    """Shared by the subjects of one open study.

    ``coder`` is the row of whoever is at work; ``seal`` is what a study is sealed with, None for a plain one.
    """

    def __init__(
        self,
        folder: Path,
        store: Store,
        study: str,
        coder_name: str,
        settings: Settings,
        seal: Seal | None = None,
    ) -> None:
        self.folder = folder
        self.store = store
        self.id = study
        self.settings = settings
        self.seal = seal
        self.words = Words(store, study)
        self.coder_name = coder_name
        self.coder = self.coder_id(coder_name)
        self.blind = Blind(store, self.coder)
        self.after: list[Callable[[set[str]], None]] = []
        store.actor = self.coder

    @property
    def encrypted(self) -> bool:
        """Whether nothing of this study may lie readable on a disk."""
        return self.seal is not None

    def derive(self, kind: str, *written: str) -> str:
        """The row that everybody derives for what is called ``written`` in this study."""
        return derived_id(self.id, kind, *written)

    def coder_id(self, name: str) -> str:
        """The row of the coder called ``name``; capitals do not make another person."""
        return self.derive("coder", name.casefold())

    def position(self) -> str:
        """Where the log stands now, as JSON that every replica understands."""
        return write_position(self.store.position())

    def codings(self) -> str:
        """``CODINGS`` without those that are kept from whoever is at work."""
        return CODINGS.replace("WHERE g.alive = 1", f"WHERE g.alive = 1{self.blind.sql()}")

    @property
    def lead(self) -> bool:
        """Whether study.toml names whoever is at work as a lead."""
        return self.coder_name.casefold() in {name.casefold() for name in self.settings.leads}

    def check_lead(self, what: str) -> None:
        """Raise StudyError unless whoever is at work leads; where nobody is named, everybody does."""
        if self.settings.leads and not self.lead:
            named = ", ".join(line(name, 40) for name in self.settings.leads)
            raise StudyError(f"only {named} may {what} in this study", "study.toml says who leads: ask one of them.")

    def mark(self) -> str:
        """A short name of where the log stands; '' for who codes blind, for it tells that others have worked."""
        hidden = self.blind.transcripts() or self.blind.drafts()
        return "" if hidden else sha256(self.position().encode()).hexdigest()[:12]

    def why(self, code: str, reason: str) -> list[Op]:
        """The change that says why a code is changed, for the transaction that changes it; none without words."""
        words = storable(reason.strip(), "the reason")
        if len(words) > MAX_REASON:
            raise InputError(f"a reason may have {MAX_REASON:,} characters", "Write the rest as a memo on the code.")
        return [put("reason", new_id(), target=code, words=words, coder=self.coder)] if words else []

    def coders(self) -> list[CoderRow]:
        """Everybody who has coded or written here, by name."""
        rows = self.store.read("SELECT id, name FROM coder WHERE alive = 1 ORDER BY name, id")
        return [CoderRow(row, name or row) for row, name in rows]

    def coder_names(self) -> dict[str, str]:
        """Names by row."""
        return dict(self.coders())

    def write(self, verb: str, ops: Sequence[Op], *, texts: Iterable[tuple[bytes, str]] = ()) -> Tx | None:
        """Record ``ops`` as one transaction, with its author if the study does not know that person yet."""
        if not ops:
            return None
        known = self.store.read("SELECT 1 FROM coder WHERE id = ? AND alive = 1", (self.coder,))
        named = any(op.ent == "coder" and op.row == self.coder for op in ops)
        first = [] if known or named else [put("coder", self.coder, name=self.coder_name)]
        kept, hidden = self.words.hide([*first, *ops])
        tx = self.store.write(verb, kept, texts=[*texts, *hidden])
        for listener in self.after:
            listener({op.ent for op in ops})
        return tx


def storable(text: str, what: str) -> str:
    """``text``, or an ``InputError`` that says why ``what`` cannot be kept."""
    if why := unstorable(text):
        raise InputError(f"{what} cannot be stored: {why}", "Take that out, and write the rest again.")
    return text


def check_span(base: Base, revision: str, start: int, end: int) -> None:
    """Raise unless [start, end) is a passage of the text."""
    rows = base.store.read("SELECT characters FROM revision WHERE id = ? AND alive = 1", (revision,))
    if not rows:
        raise NotFoundError("that text is not in the study")
    if not 0 <= start < end <= rows[0][0]:
        raise InputError(
            f"a passage from {start} to {end} is not inside the text, which has {rows[0][0]} characters",
            "Positions count characters from 0; the end is the first character after the passage.",
        )


def not_found(kind: str, name: str, known: Iterable[str | None]) -> NotFoundError:
    """The error for a name that means nothing here, with those that look like it."""
    names = [name for name in known if name]  # a row that somebody else has written to may have lost its name
    folded = {n.casefold(): n for n in names}
    near = [folded[n] for n in get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)]
    near = near or (names if len(names) <= 3 else [])
    hint = "You may mean " + ", ".join(line(n, 60) for n in near) + "." if near else ""
    if not hint and names:
        hint = "There are " + ", ".join(line(n, 40) for n in names[:8]) + ("…" if len(names) > 8 else ".")
    return NotFoundError(f"there is no {kind} called {line(name, 80)}", hint)


def parsed_list(text: str | None, keep: Callable[[Any], bool]) -> list[Any]:
    """A JSON list of what ``keep`` takes; whatever else another program wrote is left out, never an error."""
    try:
        given = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    return [item for item in given if keep(item)] if isinstance(given, list) else []


def facets_of(text: str | None) -> dict[str, tuple[str, ...]]:
    """Facets from their JSON; values that are no lists of words (another program's) are left out."""
    try:
        given: Any = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(given, dict):
        return {}
    return {k: tuple(v) for k, v in given.items() if isinstance(v, list) and v and all(isinstance(x, str) for x in v)}


def facets_text(facets: Mapping[str, Collection[str]]) -> str | None:
    """Facets as a code's column holds them."""
    return json.dumps({k: list(v) for k, v in sorted(facets.items())}, ensure_ascii=False) if facets else None


def checked_facets(settings: Settings, given: Any) -> dict[str, list[str]]:
    """``given`` facets as they are recorded, each value one that study.toml allows."""
    result = {}
    for facet, values in dict(given or {}).items():
        allowed = settings.facets.get(facet)
        if allowed is None:
            raise not_found("facet", facet, settings.facets)
        for value in values:
            if value not in allowed:
                raise not_found(f"value of {facet}", value, allowed)
        result[facet] = [v for v in allowed if v in values]
    return result
