"""How memos are drawn: a line each in the list, in full beside it."""

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.study.memos import LinkRow, MemoRow, Place, label
from workbench.tui.widgets.columns import Column, Fitted, fit, table_row
from workbench.tui.widgets.text import Line, clip, joined, plain

STUDY = "the study"
_QUOTE = 400
LINK = "»"


def columns(memos: Sequence[MemoRow], places: Mapping[str, Place], width: int) -> Fitted:
    """Day, kind, what it is about, the first line, who wrote it, how many links."""
    about = max((len(about_of(places[memo.id])) for memo in memos), default=8)
    kinds = max((len(label(memo.kind)) for memo in memos), default=4)
    return fit(
        [
            Column("day", "written", 10),
            Column("kind", "kind", min(max(kinds, 4), 17), priority=2),
            Column("about", "about", min(max(about, 8), 16), priority=1, grow=1, most=min(max(about, 8), 40)),
            Column("title", "memo", 18, grow=4),
            Column("links", LINK, 2, priority=4, right=True),
            Column("coder", "coder", 6, priority=3, grow=1, most=14),
        ],
        width,
    )


def row(memo: MemoRow, place: Place, fitted: Fitted) -> Line:
    """A memo in the list."""
    lost = [("✗ ", "warning")] if memo.lost else []
    values: dict[str, Line] = {
        "day": [(memo.day, "dim")],
        "kind": [(clip(label(memo.kind), 40), "accent")],
        "about": [*lost, (clip(about_of(place), 80), "")],
        "title": [(clip(memo.title, 300), "strong")],
        "links": [(str(len(memo.links)) if memo.links else "", "dim")],
        "coder": [(clip(memo.coder, 40), "dim")],
    }
    return table_row(fitted, values)


def about_of(place: Place) -> str:
    """What a memo is about, in a few words."""
    return place.words or STUDY


def facts(memo: MemoRow, place: Place) -> str:
    """Kind, day, who, and what it is about."""
    edited = memo.edited.date().isoformat() if memo.edited else ""
    changed = f"changed {edited}" if edited and edited != memo.day else ""
    return joined((label(memo.kind), memo.day, changed, memo.coder, f"on {about_of(place)}"))


def quote(link: LinkRow) -> str:
    """A passage with its reference: ``“…” (K-03, R1, turn 14)``."""
    words = " ".join(link.text.split()) or "…"
    turn = f"turn {link.turn}" if link.turn else ""
    return f"“{words}” ({joined((link.transcript, ' '.join(link.speakers), turn), ', ')})"


def in_full(memo: MemoRow, place: Place, links: Iterable[LinkRow]) -> list[tuple[str, str]]:
    """The whole memo as paragraphs to read, each with its look."""
    told = [(facts(memo, place), "dim"), ("", "")]
    if place.text:
        told += [(f"“{' '.join(place.text.split())}”", "accent"), ("", "")]
    told += [(line, "") for line in memo.text.split("\n")]
    for link in links:
        codes = f"  {', '.join(link.codes)}" if link.codes else ""
        lost = "  (a correction has left nothing of it)" if link.lost else ""
        told += [("", ""), (f"{LINK} {quote(link)}{codes}{lost}", "accent")]
    return told


class Reading(VerticalScroll, can_focus=False):
    """The memo under the cursor: what it is about, its words, and the passages it points to."""

    DEFAULT_CSS = """
    Reading { background: $surface; padding: 0 2; scrollbar-size-vertical: 1; }
    Reading Static { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield Static(id="memo")

    def show(self, memo: MemoRow | None, place: Place | None, links: Sequence[LinkRow]) -> None:
        """Show this memo."""
        content = Content("") if memo is None or place is None else _content(memo, place, links)
        self.query_one("#memo", Static).update(content)
        self.scroll_home(animate=False)


def _content(memo: MemoRow, place: Place, links: Sequence[LinkRow]) -> Content:
    parts = [plain(facts(memo, place)).stylize("$wb-dim"), plain("\n\n")]
    if place.text:
        parts += [plain(f"“{clip(' '.join(place.text.split()), _QUOTE)}”").stylize("$accent"), plain("\n\n")]
    if memo.lost:
        parts += [plain("A correction has left nothing of its passage; F10 places it.\n\n").stylize("$warning")]
    parts.append(plain(memo.text))
    for link in links:
        parts += [plain(f"\n\n{LINK} "), plain(clip(quote(link), _QUOTE)).stylize("$accent")]
        if link.codes:
            parts.append(plain(f"\n  {', '.join(link.codes)}").stylize("$wb-dim"))
        if link.lost:
            parts.append(plain("\n  a correction has left nothing of it").stylize("$warning"))
    return Content.assemble(*parts)
