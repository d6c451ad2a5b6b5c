"""The episodes of a code: where its coders differ, the dearest place first, and one key to settle each."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.widget import Widget

from workbench.agreement.values import AGREED
from workbench.agreement.verdict import MATERIAL
from workbench.tui.agreement import words
from workbench.tui.agreement.commands import EPISODES, settling_bindings
from workbench.tui.agreement.settling import Settling
from workbench.tui.agreement.sheet import Sheet
from workbench.tui.agreement.telling import (
    Manner,
    kind,
    legend,
    mark,
    unsettled,
    who_has_what,
)
from workbench.tui.app import FAILED
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, fill, joined

if TYPE_CHECKING:
    from workbench.agreement.values import Scope
    from workbench.study.agreement import EpisodeRow

MOST_CODERS = 6
"""Coders who have a line each below the list; of more the list itself tells enough."""
DEEP = 3
"""Lines that each may have where the terminal is tall."""


class EpisodesScreen(Settling, Room):
    """The episodes of ``code`` (a row)."""

    place: ClassVar[str] = "episodes"
    BINDINGS = [*settling_bindings(EPISODES)]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-short"), (34, "-tall")]
    DEFAULT_CSS = """
    EpisodesScreen #header { padding: 0 1; margin: 1 0 0 0; }
    EpisodesScreen #aside { padding: 0 1; margin: 0 0 1 0; }
    EpisodesScreen #head { padding: 0 2 0 1; }
    EpisodesScreen #episodes { padding: 0 0 0 1; }
    EpisodesScreen #empty { margin: 1 2; color: $wb-dim; }
    EpisodesScreen #coders { height: 2; padding: 0 1; background: $surface; }
    EpisodesScreen #legend { padding: 0 1; background: $surface; }
    EpisodesScreen.-short #header { margin: 0; }
    EpisodesScreen.-short #aside { margin: 0; }
    EpisodesScreen.-low #header { margin: 0; }
    EpisodesScreen.-low #aside { display: none; }
    """

    def __init__(self, code: str, scope: "Scope", manner: Manner) -> None:
        super().__init__(code, scope, manner)
        self._shown: list[EpisodeRow] = []
        self._texts: dict[str, str] = {}
        self._deep = 1
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """What they make of the disagreement, the episodes, who has what, the keys that settle."""
        yield Bar(self._header, id="header")
        yield Bar(self._aside, id="aside")
        yield Bar(lambda width: head(self._columns(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="episodes")
        yield Sheet(self._who, id="coders")
        yield Bar(lambda width: legend(self.current, self.coders, self.manner, width), id="legend")

    def here(self) -> Line:
        """The code."""
        path = self.found.path if self.found else ""
        return [("Agreement ▸ ", "dim"), (path.rpartition(" / ")[2], "strong")]

    # --- reading

    def reload(self) -> None:
        """Read them again; the cursor stays on its episode."""
        self.read()
        self._texts.clear()
        self._deep = DEEP if self.app.size.height >= 34 else 1
        lines = min(len(self.coders), MOST_CODERS) * self._deep
        least = min(len(self.coders), 3)
        self.query_one("#coders").styles.height = max(min(lines, self.app.size.height // 4 - 1), least, 1)
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def filtered(self) -> None:
        """Show the episodes that hold every word typed."""
        rows = self.query_one(Rows)
        before, at = self.came_back or (self.current.item if self.current else ""), rows.cursor
        self.came_back = ""
        wanted = self.needle.split()
        found = self.found.rows if self.found else ()
        self._shown = [row for row in found if all(word in self._searched(row) for word in wanted)]
        place = next((i for i, row in enumerate(self._shown) if row.item == before), at)
        self._fitted = (0, ())
        rows.show(len(self._shown), self._draw, cursor=place)
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        for name in ("#head", "#coders", "#legend"):
            self.query_one(name).display = bool(self._shown)
        if self.found is None:
            empty.say("The code is not there any more; esc goes back.")
        elif wanted:
            empty.say("No episode matches. Escape takes the filter away.")
        else:
            empty.say("No passage in the transcripts that count is coded with it.")
        for bar in self.query(Bar):
            bar.refresh()
        self.tell()

    def _searched(self, row: "EpisodeRow") -> str:
        told = (kind(row, self.coders, self.codes), row.name, row.text, mark(row, self.coders, self.names)[0])
        return " ".join(told).casefold()

    @property
    def current(self) -> "EpisodeRow | None":
        """The episode under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    # --- drawing

    def _header(self, width: int) -> Line:
        found = self.found
        if found is None or not found.rows:
            return ()
        if not found.top:
            return [(f"{words.counted(found.agreed, 'episode')}, all coded alike", "")]
        first = f"{words.counted(found.top, 'episode')} make{'s' if found.top == 1 else ''}"
        told = f"{first} {words.percent(found.top_share, 0)} of its disagreement"
        if found.top_alike is None:
            return fill([(told, "")], width)
        alike, now = words.number(found.top_alike), words.number(found.alpha)
        longer = (f"{told}; alike, α would be {alike}, not {now}", f"{told}; alike: α {alike}")
        return fill([(next((text for text in longer if cell_len(text) <= width), told), "")], width)

    def _aside(self, width: int) -> Line:
        found = self.found
        if found is None or not found.rows:
            return ()
        differ = [row for row in found.rows if row.episode.kind != AGREED]
        settled = sum(not unsettled(row) for row in differ)
        reflexive = self.study.settings.approach == "reflexive"
        counts = (
            f"{settled} of {len(differ)} settled" if differ else "",
            f"{found.agreed} alike" if found.agreed else "",
            words.READINGS["current"] if self.scope.reading == "current" else "",
        )
        means = (MATERIAL, words.MATERIAL) if reflexive else ("settling is no reliability: the value stays",)
        told = next((told for mean in means if cell_len(told := joined((*counts, mean))) <= width), joined(counts))
        return fill([(told, "dim")], width)

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            rows = self.found.rows if self.found else ()
            kinds = max((cell_len(kind(row, self.coders, self.codes)) for row in rows), default=8)
            small = width < 70
            names = max((cell_len(row.name) for row in rows), default=8)
            marks = max((cell_len(mark(row, self.coders, self.names)[0]) for row in rows), default=0)
            # What is settled next is not to move the columns: there is room for it before it comes.
            room = 10 if small else 17 if width < 110 else max(min(marks, 44 if width < 160 else 60), 30)
            self._fitted = (
                width,
                fit(
                    [
                        Column("kind", "", max(min(kinds, 14 if small else 16 if width < 110 else 34), 8)),
                        Column("name", "in" if small else "transcript", min(max(names, 4 if small else 10), 16)),
                        Column("turn", "turn", 4, priority=3, right=True),
                        Column("text", "passage", 12, grow=1),
                        Column("share", "share", 7, right=True),
                        Column(
                            "mark",
                            "settled",
                            room,
                        ),
                    ],
                    width,
                ),
            )
        return self._fitted[1]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        row = self._shown[index]
        quiet = "dim" if row.episode.kind == AGREED else ""
        fitted = self._columns(width - 1)
        room = next((size for column, size in fitted if column.key == "mark"), 0)
        cells: dict[str, Line] = {
            "kind": [(kind(row, self.coders, self.codes), quiet)],
            "name": [(row.name, "dim" if quiet else "accent")],
            "turn": [(str(row.turn), "dim")],
            "text": [(f"“{row.text.strip()}”", quiet)],
            "share": [("–" if quiet else words.percent(row.episode.share), quiet)],
            "mark": [mark(row, self.coders, self.names, room)],
        }
        return (table_row(fitted, cells),)

    def _who(self, width: int) -> Sequence[Line]:
        row = self.current
        if row is None:
            return ()
        return who_has_what(row, self.coders, self.codes, self._text(row), width, self._deep)

    def _text(self, row: "EpisodeRow") -> str:
        revision = row.episode.revision
        if revision not in self._texts:
            document = self.workbench.do(self.study.transcripts.revision, revision)
            self._texts[revision] = document.text if document is not FAILED and document is not None else ""
        return self._texts[revision]

    def tell(self) -> None:
        """Show who has what, and how one settles."""
        self.query_one(Sheet).again()
        self.query_one("#legend", Bar).refresh()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def moved_on(self) -> None:
        """To the next episode that is not settled; after the last one stay."""
        if not self._go(1) and self.needle == "":
            self.workbench.say("Everything is settled here. u takes the last one back.")

    def _go(self, step: int) -> bool:
        rows = self.query_one(Rows)
        count = len(self._shown)
        for away in range(1, count + 1):
            index = (rows.cursor + step * away) % count
            row = self._shown[index]
            if self.open_still(row):
                rows.move(index)
                return True
        return False

    def action_next(self) -> None:
        """The next one that is not settled."""
        if not self._go(1):
            self.workbench.say("There is nothing more to settle here.")

    def action_previous(self) -> None:
        """The one before that is not settled."""
        if not self._go(-1):
            self.workbench.say("There is nothing more to settle here.")

    def action_open(self) -> None:
        """Show it in its transcript."""
        self._open(False)

    def action_own(self) -> None:
        """Select a passage of its own in the transcript."""
        self._open(True)

    def _open(self, selecting: bool) -> None:
        from workbench.tui.agreement.lanes import LanesScreen

        row = self.current
        if row is not None:
            place = (self.code, self.scope, self.manner, row.item)
            self.app.push_screen(LanesScreen(*place, self.show_item, selecting, self.found))

    def show_item(self, item: str) -> None:
        """Put the cursor on an episode: where one was in the text."""
        at = next((i for i, row in enumerate(self._shown) if row.item == item), None)
        if at is not None:
            self.query_one(Rows).move(at)
