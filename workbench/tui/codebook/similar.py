"""Codes that may be one, to be gone through: merge them either way, keep both, look at the passages of both."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.containers import Container
from textual.widget import Widget

from workbench.sanitise import line
from workbench.tui.app import FAILED
from workbench.tui.codebook.asking import ask_why
from workbench.tui.codebook.merging import merge_into
from workbench.tui.codebook.panel import Panel
from workbench.tui.commands import bindings
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, fill

if TYPE_CHECKING:
    from workbench.study import CodeRow
    from workbench.study.similar import AlikePair
    from workbench.tui.reading import Told

COLUMNS = (
    Column("first", "first", 18, grow=2, most=44),
    Column("n", "", 5, priority=1, right=True),
    Column("second", "second", 18, grow=2, most=44),
    Column("m", "", 5, priority=1, right=True),
    Column("band", "they are", 13),
    Column("why", "because", 14, priority=2, grow=2),
)

PURPOSE = "alike"
"""What the process is for that compares the codes: its dictionary is large, so it goes when the room is left."""
_BANDS = {"almost surely": "warning"}


class AlikeScreen(Room):
    """The pairs, the likeliest first."""

    place: ClassVar[str] = "alike"
    BINDINGS = bindings("alike")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    AlikeScreen #told { padding: 0 1; margin: 0 0 1 0; }
    AlikeScreen #head { padding: 0 2 0 1; }
    AlikeScreen #list { padding: 0 0 0 1; height: 2fr; }
    AlikeScreen #empty { margin: 1 2; color: $wb-dim; }
    AlikeScreen #both { height: 3fr; layout: horizontal; }
    AlikeScreen Panel { width: 1fr; height: 1fr; padding: 1 2 0 2; }
    AlikeScreen.-narrow Panel { padding: 0 1; }
    AlikeScreen #first { border-right: solid $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._all: list[AlikePair] | None = None
        self._shown: list[AlikePair] = []
        self._with_kept = False
        self._asking = False
        self._again = False

    def body(self) -> Iterable[Widget]:
        """The pairs, and what the two codes under the cursor mean."""
        yield Bar(self._told, id="told")
        yield Bar(lambda width: head(_fitted(width)), id="head")
        yield Words("Comparing the codes …", id="empty")
        yield Rows(id="list")
        with Container(id="both"):
            yield Panel(id="first")
            yield Panel(id="second")

    def here(self) -> Line:
        """Where we are."""
        return [("Codebook", ""), (" ▸ ", "dim"), ("similar codes", "strong")]

    def on_unmount(self) -> None:
        """Let go of the process that compares."""
        self.workbench.stop_reading(PURPOSE)

    def reload(self) -> None:
        """Take away the pairs of which a code has gone, and have the codes compared again."""
        rows = {code.id: code for code in self.study.codes.list(counts=self.study.codes.counted)}
        if self._all is not None:
            living = [pair for pair in self._all if pair.first.id in rows and pair.second.id in rows]
            self._all = [p._replace(first=rows[p.first.id], second=rows[p.second.id]) for p in living]
            self.filtered()
        self._compare()

    def _compare(self) -> None:
        if self._asking:
            self._again = True  # what is being compared is out of date already
        elif self.workbench.counts_beside:
            self._asking = True
            self.workbench.read_beside(PURPOSE, {"do": "alike", "dismissed": self._with_kept}, self._heard)
        else:
            self.call_after_refresh(self._read)

    def _read(self) -> None:
        found = self.workbench.do(self.study.similar.pairs, dismissed=self._with_kept)
        self._all = [] if found is FAILED else list(found)
        self.filtered()

    def _heard(self, told: "Told") -> None:
        if "end" not in told or not self.is_attached:
            return
        self._asking = False
        if self._again:
            self._again = False
            self._compare()
        elif told["end"] == "done":
            rows = {code.id: code for code in self.study.codes.list(counts=self.study.codes.counted)}
            self._all = [_pair(rows, *one) for one in told["pairs"] if one[0] in rows and one[1] in rows]
            self.filtered()
        else:
            self._all = self._all or []
            self.filtered()
            self.workbench.say(str(told.get("words", "")), "warning")

    def filtered(self) -> None:
        """Those that hold every word typed."""
        words = self.needle.split()
        everything = self._all or []
        self._shown = [
            pair
            for pair in everything
            if all(word in f"{pair.first.path} {pair.second.path} {pair.band} {pair.why}".casefold() for word in words)
        ]
        self.query_one(Rows).show(len(self._shown), self._draw)
        for bar in ("#told", "#head"):
            self.query_one(bar, Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        self.query_one("#head").display = self.query_one("#both").display = bool(self._shown)
        if self._all is not None:
            nothing = "No two codes look as if they were one."
            empty.say("No pair matches. Escape takes the filter away." if everything else nothing)
        self._tell()

    @property
    def current(self) -> "AlikePair | None":
        """The pair under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    # --- drawing

    def _told(self, width: int) -> Line:
        n = len(self._shown)
        if not n:
            return ()
        kept = "with those kept apart" if self._with_kept else ""
        return fill([(f"{n:,} pair{'' if n == 1 else 's'}", "strong"), ("   ", ""), (kept, "dim")], width)

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        pair = self._shown[index]
        shared = f" · {pair.shared:,} shared" if pair.shared else ""
        cells: dict[str, Line] = {
            "first": _path(pair.first),
            "n": [(f"{pair.first.count:,}", "dim")],
            "second": _path(pair.second),
            "m": [(f"{pair.second.count:,}", "dim")],
            "band": [("kept apart", "dim") if pair.dismissed else (pair.band, _BANDS.get(pair.band, ""))],
            "why": [(f"{pair.why}{shared}", "dim")],
        }
        return (table_row(_fitted(width - 1), cells),)

    def _tell(self) -> None:
        pair = self.current
        self.query_one("#first", Panel).show(pair.first if pair else None, defines=False)
        self.query_one("#second", Panel).show(pair.second if pair else None, defines=False)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_look()

    # --- commands

    def action_look(self) -> None:
        """The passages of both, beside each other."""
        from workbench.tui.codebook.both import BothScreen

        if (pair := self.current) is not None:
            self.app.push_screen(BothScreen(pair.first, pair.second))

    def action_merge(self, into: int) -> None:
        """Merge one into the other."""
        if (pair := self.current) is not None:
            gone, stays = (pair.second, pair.first) if into == 1 else (pair.first, pair.second)
            merge_into(self.workbench, gone.id, stays.id)

    def action_keep(self) -> None:
        """Keep both."""
        pair = self.current
        if pair is None:
            return
        dismiss = self.study.similar.dismiss

        def answered(why: str) -> None:
            if self.workbench.do(dismiss, pair.first.id, pair.second.id, why=why) is not FAILED:
                self._all = [one for one in self._all or () if one != pair]
                self.workbench.say(f"{line(pair.first.name, 40)} and {line(pair.second.name, 40)} are kept apart.")

        question = (
            f"Keep both?\n\n{pair.first.path}\n{pair.second.path}\n\n"
            "The pair is shown again when either of them is renamed or redefined."
        )
        ask_why(self.workbench, question, answered, "Two codes, not one")

    def action_kept(self) -> None:
        """Show those kept apart too, or no longer."""
        self._with_kept = not self._with_kept
        self._compare()

    def action_again(self) -> None:
        """Put a pair kept apart back on the list."""
        if (pair := self.current) is not None and pair.dismissed:
            self.workbench.do(self.study.similar.restore, pair.first.id, pair.second.id)


def _pair(rows: Mapping[str, "CodeRow"], first: str, second: str, *told: Any) -> "AlikePair":
    """A pair as another process tells it."""
    from workbench.study.similar import AlikePair

    band, score, why, shared, share, related, dismissed = told
    return AlikePair(rows[first], rows[second], band, score, why, shared, share, (), related, dismissed)


def _path(code: "CodeRow") -> Line:
    above, _, own = code.path.rpartition(" / ")
    return [(own, ""), ("  ", ""), (above, "dim")]


def _fitted(width: int) -> Fitted:
    return fit(COLUMNS, width)
