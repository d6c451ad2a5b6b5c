"""The memos room without its verbs: what it reads, in which order it shows it, and how."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from workbench.study.memos import MemoRow, Place, label
from workbench.tui.app import FAILED
from workbench.tui.memos import choosing
from workbench.tui.memos.drawing import Reading, columns, row
from workbench.tui.widgets.columns import Fitted, head
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill

ORDERS = ("date", "kind", "about", "oldest")
_SAID = {"date": "newest first", "kind": "by kind", "about": "by what they are about", "oldest": "oldest first"}


class MemosRoom(Room):
    """All memos that one may see; the cursor begins on ``memo`` (a row), where it is given."""

    place: ClassVar[str] = "memos"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    DEFAULT_CSS = """
    MemosRoom #both { height: 1fr; layout: horizontal; }
    MemosRoom #list { width: 3fr; height: 1fr; }
    MemosRoom Reading { width: 2fr; height: 1fr; }
    MemosRoom.-narrow #both { layout: vertical; }
    MemosRoom.-narrow #list { width: 1fr; height: 1fr; }
    MemosRoom.-narrow Reading { width: 1fr; height: 1fr; }
    MemosRoom #told { padding: 0 1; }
    MemosRoom #head { padding: 0 2 0 1; }
    MemosRoom #rows { padding: 0 0 0 1; }
    MemosRoom #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self, memo: str = "") -> None:
        super().__init__()
        self._wanted = memo
        self._all: list[MemoRow] = []
        self._shown: list[MemoRow] = []
        self._places: dict[str, Place] = {}
        self._order = ORDERS[0]
        self._kind: str | None = None
        self._words = ""
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """What is shown, the list, and the memo under the cursor."""
        yield Bar(self._told, id="told")
        with Container(id="both"):
            with Vertical(id="list"):
                yield Bar(lambda width: head(self._columns(width)), id="head")
                yield Words(id="empty")
                yield Rows(id="rows")
            yield Reading()

    def here(self) -> Line:
        """The room."""
        return [("Memos", "strong")]

    # --- reading

    def reload(self) -> None:
        """Read the memos; the cursor stays on its memo, or on the one that took its place."""
        memos = self.study.memos
        found = self.workbench.do(memos.list)
        self._all = [] if found is FAILED else list(found)
        self._places = memos.places(self._all)
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def filtered(self) -> None:
        """Show what is of the kind and holds every word typed, in the order chosen."""
        rows, before, words = self.query_one(Rows), self.current, self.needle.split()
        found = [m for m in self._all if self._kind is None or (m.kind or "note") == self._kind]
        found = [m for m in found if all(word in self._searched(m) for word in words)]
        self._shown = self._ordered(found)
        kept = self._wanted or (before.id if before else "")
        at = next((i for i, memo in enumerate(self._shown) if memo.id == kept), rows.cursor)
        if self._wanted in self._places:  # one that was written a moment ago has not been read yet
            self._wanted = ""
        self._fitted = (0, ())
        rows.show(len(self._shown), self._draw, cursor=at)
        for name in ("#rows", "#head"):
            self.query_one(name).display = bool(self._shown)
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        empty.say(
            "Nothing matches. Escape takes the filters away."
            if self._all
            else "Nothing is noted yet. n writes a memo on the study; m in a transcript writes one on a passage."
        )
        for name in ("#told", "#head"):
            self.query_one(name, Bar).refresh()
        self._read()

    def _ordered(self, memos: list[MemoRow]) -> list[MemoRow]:
        if self._words:
            hits = self.workbench.do(self.study.memos.search, self._words, memos)
            return [] if hits is FAILED else list({hit.memo.id: hit.memo for hit in hits}.values())
        newest = sorted(memos, key=lambda m: (m.created.timestamp() if m.created else 0.0, m.id), reverse=True)
        if self._order == "kind":
            order = {kind: number for number, kind in enumerate(choosing.kinds(newest))}
            newest.sort(key=lambda m: order[m.kind or "note"])
        elif self._order == "about":
            newest.sort(key=self._subject)
        elif self._order == "oldest":
            newest.reverse()
        return newest

    def _subject(self, memo: MemoRow) -> tuple[int, str, int]:
        """The study comes first, then the codes, then each transcript with its passages."""
        place = self._places[memo.id]
        group = {"study": 0, "code": 1}.get(memo.about, 2)
        return group, (place.code or place.transcript).casefold(), memo.start

    def _searched(self, memo: MemoRow) -> str:
        parts = (memo.text, label(memo.kind), memo.coder, memo.day, self._places[memo.id].words)
        return " ".join(parts).casefold()

    @property
    def current(self) -> MemoRow | None:
        """The memo under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def show_memo(self, memo: str) -> None:
        """Put the cursor on a memo; what filters it away is taken away."""
        if memo:
            self._wanted, self._kind, self._words = memo, None, ""
            self.filtered()

    # --- drawing

    def _told(self, width: int) -> Line:
        line: list[Piece] = [(f"{len(self._shown):,} memo{'' if len(self._shown) == 1 else 's'}", "strong")]
        if self._kind is not None:
            line.append((f" · only {label(self._kind)}", "warning"))
        if self._words:
            line.append((f" · found for “{clip(self._words, 30)}”, the best first", "warning"))
        else:
            line.append((f" · {_SAID[self._order]}", "dim"))
        blind = self.study.progress.blind()
        if blind:
            line.append((f" · you code {clip(', '.join(blind), 30)} blind: others' memos there are left out", "dim"))
        return fill(line, width)

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            self._fitted = (width, columns(self._shown, self._places, width))
        return self._fitted[1]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        memo = self._shown[index]
        return (row(memo, self._places[memo.id], self._columns(width - 1)),)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._read()

    def _read(self) -> None:
        memo = self.current
        links = self.workbench.do(self.study.memos.links, memo.id) if memo and memo.links else []
        place = self._places.get(memo.id) if memo else None
        self.query_one(Reading).show(memo, place, [] if links is FAILED else links)
