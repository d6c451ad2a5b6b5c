"""A theme's page: on one side what is said, on the other what one makes of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import TextArea

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.synthesis import counting, table, words
from workbench.tui.themepage import page
from workbench.tui.themepage.page import GROUP, PERSON, Heading, Item
from workbench.tui.themepage.writing import Key, Pane
from workbench.tui.widgets import excerpts
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill, joined

if TYPE_CHECKING:
    from workbench.study import Quote, SummaryRow
    from workbench.study.surveys import ThemeResult
    from workbench.synthesis import Matrix, Row
    from workbench.tui.passages.flow import Flow


_PROFILE = 64
"""Cells beside the evidence from which on the profile of the groups says more than their headings do."""


class ThemeScreen(Room):
    """The page of ``theme`` (a row) in the matrix ``name``; ``at``: the group or person whose cell one comes to."""

    place: ClassVar[str] = "themepage"
    BINDINGS = bindings("themepage")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    DEFAULT_CSS = """
    ThemeScreen #told { padding: 0 1; }
    ThemeScreen #warned { padding: 0 1; }
    ThemeScreen #page { height: 1fr; layout: vertical; }
    ThemeScreen #evidence { padding: 0 0 0 1; }
    ThemeScreen #empty { margin: 0 2; color: $wb-dim; }
    ThemeScreen #pane { height: 9; border-top: solid $panel; }
    ThemeScreen #more { display: none; }
    ThemeScreen.-tall #pane { height: 45%; }
    ThemeScreen.-tall #warned { margin: 0 0 1 0; }
    ThemeScreen.-wide #page { layout: horizontal; }
    ThemeScreen.-wide #pane { width: 42%; height: 1fr; border-top: none; border-left: solid $panel; }
    """

    def __init__(
        self, theme: str, name: str = "", changes: Mapping[str, Any] | None = None, at: str = "", by: str = GROUP
    ) -> None:
        super().__init__()
        self.theme, self._preset, self._changes = theme, name, dict(changes or {})
        self._by = by
        self._at = at  # the cell one comes to, until the list is there
        self.matrix: Matrix | None = None
        self.waiting = False
        self._turn = 0
        self._leaves = False
        self._quotes: list[Quote] = []
        self._items: list[Item] = []
        self._said: dict[Key, SummaryRow] = {}
        self._flows: dict[tuple[str, int, int, int], Flow] = {}
        self._more: tuple[str, int, str] = ("", 0, "")

    def body(self) -> Iterable[Widget]:
        """What the numbers are, and side by side the evidence and the summary."""
        yield Bar(self._told, id="told")
        yield Bar(self._warned, id="warned")
        yield Words(id="empty")
        with Container(id="page"):
            yield Rows(id="evidence")
            yield Pane(self.workbench, self._written)

    def here(self) -> Line:
        """The theme."""
        path = self.row.path if self.row else self._path()
        return [("Theme ", "dim"), (clip(path, 70), "strong")]

    def _path(self) -> str:
        return next((code.path for code in self.study.codes.list(counts=False) if code.id == self.theme), "")

    @property
    def row(self) -> "Row | None":
        """The theme in the matrix."""
        rows = self.matrix.rows if self.matrix else ()
        return next((row for row in rows if row.theme == self.theme), None)

    @property
    def pane(self) -> Pane:
        """Where one writes."""
        return self.query_one(Pane)

    # --- reading

    def reload(self) -> None:
        """Read everything again: what is written at once, numbers and excerpts when they are there."""
        self._turn += 1
        turn = self._turn
        self._read_summaries()
        self.waiting = True

        def built(found: "counting.Built | None") -> None:
            if turn == self._turn and self.is_attached:
                self.matrix = found.matrix if found is not None else None
                self._show()

        def read(found: "list[Quote]", more: bool) -> None:
            if turn == self._turn and self.is_attached:
                self.waiting, self._quotes = more, found
                self._show()

        counting.build(self.workbench, self._preset, self._changes, built)
        counting.read(self.workbench, self._preset, self.theme, "", self._changes, read)
        self._show()

    def _read_summaries(self) -> None:
        small = not counting.elsewhere(self.workbench)
        found = self.workbench.do(self.study.summaries.list, self.theme, since=small)
        self._said = {} if found is FAILED else {one.key: one for one in found}

    def _written(self) -> None:
        """What was just kept stands in the list, too."""
        self._read_summaries()
        self.query_one(Rows).refresh()

    def filtered(self) -> None:
        """Only the excerpts that hold every word typed."""
        self._show()

    def _show(self) -> None:
        rows, before = self.query_one(Rows), self.item
        needle = self.needle.split()
        quotes = [q for q in self._quotes if all(word in _searched(q) for word in needle)]
        self._items = page.items(quotes, self._by, self._columns(), self.matrix)
        wanted = before.key if before is not None and not self._at else (self._at, "", -1)
        at = next((i for i, item in enumerate(self._items) if item.key == wanted), None)
        if at is not None and (self._at == "" or self._quotes):
            self._at = ""
        rows.show(len(self._items), self._draw, self._height, cursor=at)
        empty = self.query_one("#empty", Words)
        empty.display = self.waiting and not self._quotes
        empty.say("Reading …")
        self._tell()

    def _columns(self) -> list[tuple[str, str]]:
        if self._by == GROUP:
            return list(self.study.synthesis.groups().items())
        return [(who.id, who.label) for who in self.study.summaries.people()]

    @property
    def item(self) -> Item | None:
        """What the cursor is on."""
        cursor = self.query_one(Rows).cursor
        return self._items[cursor] if 0 <= cursor < len(self._items) else None

    @property
    def current(self) -> "Quote | None":
        """The excerpt under the cursor."""
        return self.item.quote if self.item else None

    def _cell(self, heading: Heading) -> Key:
        return self.theme, self._by if heading.target else "", heading.target

    # --- drawing

    def _flow(self, quote: "Quote", width: int) -> "Flow":
        key = (*excerpts.place_of(quote), width)
        if key not in self._flows:
            if len(self._flows) > 20_000:
                self._flows.clear()
            self._flows[key] = excerpts.flowing(quote, width)
        return self._flows[key]

    def _height(self, index: int, width: int) -> int:
        quote = self._items[index].quote
        if quote is None:
            return 3
        return excerpts.height(quote, self._flow(quote, width)) if width >= excerpts.MARGIN else 1

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        heading, quote = self._items[index]
        if quote is not None:
            return excerpts.drawn(quote, self._flow(quote, width), width, here)
        cell = self._cell(heading)
        row = self.row if self._by == GROUP or not heading.target else None
        return page.heading_lines(
            heading, page.counts(row, heading), self._said.get(cell), width, here, self.pane.drafted(cell)
        )

    def _told(self, width: int) -> Line:
        reading: list[Piece] = [("reading …  ", "warning")] if self.waiting else []
        row, matrix = self.row, self.matrix
        if row is None or matrix is None:
            return fill(reading, width)
        stands = table.column_label(matrix, row.column)
        told: list[Piece] = [*reading, (words.cell(row, None), ""), ("   stands in: ", "dim"), (stands, "accent")]
        return fill([*told, ("   ", ""), *table.spread(matrix, row, max(width // 4, 8))], width)

    def _warned(self, width: int) -> Line:
        if self.row is None:
            return ()
        warned = words.warnings(self.row, None, self.study.settings.quotes.min_same)
        missing = sum(
            1
            for item in self._items
            if item.quote is None and item.heading.target and item.heading.excerpts and not self._has_words(item)
        )
        silent = f"{page.counted(missing, self._by)} with evidence and no summary" if missing else ""
        pieces: list[Piece] = [(f"! {one}   ", "warning") for one in warned]
        return fill([*pieces, (silent.replace("persons", "informants").replace("person ", "informant "), "dim")], width)

    def _has_words(self, item: Item) -> bool:
        return self._cell(item.heading) in self._said

    def _tell(self) -> None:
        """Show what belongs to the place of the cursor."""
        item = self.item
        if item is not None and item.heading is not None:
            label = item.heading.label if item.heading.target else "Summary: the theme as a whole"
            label = f"Summary: {label}" if item.heading.target else label
            self.pane.show(self._cell(item.heading), label, self._said.get(self._cell(item.heading)))
        for bar in self.query(Bar):
            bar.refresh()
        self._tell_more()

    def _tell_more(self) -> None:
        """The profile of the groups and the survey's figures, where there is room for them."""
        room = self.pane.query_one("#more", Words)
        width = max(self.pane.size.width - 3, 20)
        if self.size.height < 30 or self.size.width < 100 or self.row is None or self.matrix is None:
            room.display = False
            return
        if self._more[:2] != (self.theme, width):
            self._more = (self.theme, width, "\n".join((*self._profile(width), *self._surveyed(width))))
        self.pane.more(self._more[2])

    def _profile(self, width: int) -> list[str]:
        from workbench.exports import plots

        if self.matrix is None or width < _PROFILE:  # the headings have bars, too
            return []
        figure = self.workbench.do(plots.profile, self.matrix, self.theme, "en")
        return [] if figure is FAILED else plots.text(figure, width).split("\n")

    def _surveyed(self, width: int) -> list[str]:
        found = self.workbench.do(self.study.surveys.for_theme, self.theme)
        return [] if found is FAILED else [line for one in found for line in ("", *_figures(one, width))]

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._tell()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    def on_resize(self, event: events.Resize) -> None:
        """What there is room for changes with the size."""
        self.call_after_refresh(self._tell_more)

    # --- keeping

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Whoever leaves the words keeps them."""
        if isinstance(event.widget, TextArea):
            self.pane.keep()

    def on_screen_suspend(self) -> None:
        """Whoever goes elsewhere, too."""
        if self.is_attached and self.query(Pane):
            self.pane.keep()

    def leaving(self) -> bool:
        """And whoever leaves altogether; where it cannot be kept, that is said first, and the next time they go."""
        stay, self._leaves = not self.pane.keep() and not self._leaves, True
        return not stay

    def action_keep(self) -> None:
        """Keep what is written."""
        if self.pane.keep():
            self.workbench.say("Kept.")

    # --- commands

    def action_switch(self) -> None:
        """From the evidence to the summary, and back."""
        if self.pane.area.has_focus:
            self.query_one(Rows).focus()
        else:
            self.pane.area.focus()

    def action_escape(self) -> None:
        """From the summary to the evidence; from there, the filter away, or back."""
        if self.pane.area.has_focus:
            self.query_one(Rows).focus()
        elif self.pane.keep() or self.needle:
            super().action_escape()

    def action_open(self) -> None:
        """Open the transcript at the passage; on a heading, write."""
        if (quote := self.current) is not None:
            self.workbench.open_transcript(quote.transcript, quote.start, quote.end)
        else:
            self.action_switch()

    def action_cell(self, step: int) -> None:
        """The next heading, or the one before."""
        cursor = self.query_one(Rows).cursor
        heads = [i for i, item in enumerate(self._items) if item.quote is None]
        ahead = [i for i in heads if i > cursor] if step > 0 else [i for i in reversed(heads) if i < cursor]
        if ahead:
            rows = self.query_one(Rows)
            rows.move(ahead[0])
            above = sum(self._height(i, rows.scrollable_content_region.width) for i in range(ahead[0]))
            rows.scroll_to(y=above, animate=False, immediate=True)

    def action_theme(self, step: int) -> None:
        """The next theme of the matrix, or the one before."""
        rows = self.matrix.rows if self.matrix else ()
        at = next((i for i, row in enumerate(rows) if row.theme == self.theme), -1)
        if not rows or not self.pane.keep():
            return
        self.theme = rows[(at + step) % len(rows)].theme
        self._quotes, self._items = [], []
        self.query_one(Rows).move(0)
        self.reload()

    def action_by(self) -> None:
        """By informant, or by group."""
        if self.pane.keep():
            self._by = PERSON if self._by == GROUP else GROUP
            self._show()

    def action_framework(self) -> None:
        """All themes by groups."""
        from workbench.tui.themepage.framework import FrameworkScreen

        if self.pane.keep():
            self.app.push_screen(FrameworkScreen(self._preset, self._changes, self.theme))

    def action_history(self) -> None:
        """Everything the cell has said."""
        if self.pane.cell is None or not self.pane.keep():
            return
        found = self.workbench.do(self.study.summaries.history, *self.pane.cell)
        told: list[tuple[str, str]] = []
        for when, coder, said in reversed([] if found is FAILED else found):
            told += [(f"{coder}, {when:%Y-%m-%d %H:%M}", "accent"), (said or "(taken away)", ""), ("", "")]
        if told:
            self.app.push_screen(LinesScreen("What this summary has said, the latest first", told))
        else:
            self.workbench.say("Nothing has been written here yet.")

    def action_star(self) -> None:
        """A good example of its code, or no longer."""
        if (quote := self.current) is not None:
            self.workbench.do(self.study.passages.star, quote.codings, not quote.starred)

    def action_copy(self) -> None:
        """Copy the excerpt with its reference."""
        if (quote := self.current) is not None:
            reference = joined((quote.transcript, " ".join(quote.speakers), f"{quote.start}–{quote.end}"), ", ")
            self.app.copy_to_clipboard(f"“{quote.text.strip()}” ({reference})")
            self.workbench.say("Sent to the clipboard of the terminal; some terminals do not take it.")


def _searched(quote: "Quote") -> str:
    return " ".join((quote.transcript, quote.text, *quote.speakers, *quote.groups, *quote.memos)).casefold()


def _figures(one: "ThemeResult", width: int) -> list[str]:
    """An index of a survey: in all and by group, with caution where few have answered."""
    told = [f"Survey: {clip(one.label, width - 8)}"]
    for name, stat in (("all", one.total), *((one.labels.get(group, group), s) for group, s in one.groups.items())):
        if stat.mean is not None:
            spread = f" ± {stat.sd:.2f}" if stat.sd is not None else ""
            few = "  (few)" if stat.caution else ""
            told.append("  " + clip(f"{stat.mean:.2f}{spread} · n {stat.n}{few} · {name}", width - 2))
    return told
