"""Two texts beside each other, or below each other where there is no room; what differs stands between ‹ and ›.

Brackets, underline and strike-through say it as well as the colour does: not everybody sees, or has, colours.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.tui.widgets.text import plain

OPEN, CLOSE = "‹", "›"
AROUND = 160
"""Characters shown before and after a passage, so that one sees where it stands."""
NEAR = 60
"""So many where the lines are few."""
FEW = 8
"""Lines below which they are."""
_MOST = 20_000
_GONE = "underline $warning"
_COME = "underline $success"


class Run(NamedTuple):
    """A run of text; ``changed``: it is on this side only."""

    text: str
    changed: bool


class Side(NamedTuple):
    """One of the two texts: what stands before it, itself, what stands after it."""

    heading: str
    runs: tuple[Run, ...]
    before: str = ""
    after: str = ""
    note: str = ""
    """Said instead of a text, where there is none."""


def runs(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts in runs, word by word: what is equal, and what is on one side only."""
    from workbench.transcripts.reanchor import align

    left: list[Run] = []
    right: list[Run] = []
    a = b = 0
    for hunk in align(before, after).hunks:
        _add(left, before[a : hunk.a0], False)
        _add(right, after[b : hunk.b0], False)
        _add(left, before[hunk.a0 : hunk.a1], True)
        _add(right, after[hunk.b0 : hunk.b1], True)
        a, b = hunk.a1, hunk.b1
    _add(left, before[a:], False)
    _add(right, after[b:], False)
    return tuple(_bridged(left)), tuple(_bridged(right))


def _add(side: list[Run], text: str, changed: bool) -> None:
    if text and side and side[-1].changed == changed:
        side[-1] = Run(side[-1].text + text, changed)
    elif text:
        side.append(Run(text, changed))


def _bridged(side: Sequence[Run]) -> list[Run]:
    """Two changed words with nothing but a blank between them are one change to whoever reads."""
    found: list[Run] = []
    last = len(side) - 1
    for i, run in enumerate(side):
        between = 0 < i < last and side[i - 1].changed and side[i + 1].changed
        _add(found, run.text, run.changed or (between and not run.text.strip()))
    return found


def sides(
    headings: tuple[str, str], before: tuple[str, int, int], after: tuple[str, int, int], note: str = ""
) -> tuple[Side, Side]:
    """Two passages, each a text with [start, end) in it, as what ``Beside`` shows; an empty ``after`` says ``note``."""
    (text, start, end), (now, new_start, new_end) = before, after
    left, right = runs(text[start:end][:_MOST], now[new_start:new_end][:_MOST])
    return (
        Side(headings[0], left, text[max(0, start - AROUND) : start], text[end : end + AROUND]),
        Side(
            headings[1],
            right,
            now[max(0, new_start - AROUND) : new_start],
            now[new_end : new_end + AROUND],
            note if new_start >= new_end else "",
        ),
    )


def content(side: Side, look: str, near: bool = False) -> Content:
    """A side as it is drawn; ``near``: from its own turn on, where a few lines are all there is."""
    before = _near(side.before) if near else _cut(side.before, head=True)
    parts: list[Content] = [plain(before).stylize("$wb-dim")]
    for run in side.runs:
        if run.changed:
            ahead, core, behind = _hugged(run.text)
            parts += [plain(ahead), plain(core).stylize(look), plain(behind)]
        else:
            parts.append(plain(run.text))
    if side.note:
        parts.append(plain(side.note).stylize("$warning"))
    parts.append(plain(_cut(side.after, head=False)).stylize("$wb-dim"))
    return Content.assemble(*parts)


def _hugged(text: str) -> tuple[str, str, str]:
    """A changed run in brackets that hug its words: blanks at their ends stay outside."""
    core = text.strip()
    if not core:
        return text, "", ""
    at = text.index(core)
    return text[:at], f"{OPEN}{core}{CLOSE}", text[at + len(core) :]


def _cut(text: str, head: bool) -> str:
    """What is shown around a passage begins and ends with whole words."""
    if len(text) < AROUND:
        return text
    parts = text.split(" ", 1) if head else text.rsplit(" ", 1)
    return (f"…{parts[-1]}" if head else f"{parts[0]} …") if len(parts) == 2 else text


def _near(before: str) -> str:
    line = before.rpartition("\n")[2]
    return line if len(line) <= NEAR else f"…{line[-NEAR:].partition(' ')[2]}"


def told(side: Side) -> str:
    """A side in plain characters, as a list shows it."""
    return "".join("".join(_hugged(run.text)) if run.changed else run.text for run in side.runs)


class Half(VerticalScroll, can_focus=False):
    """One side: what it is, and the text, which scrolls."""

    DEFAULT_CSS = """
    Half { width: 1fr; height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; }
    Half Static { height: auto; }
    """

    _shown: tuple[Side | None, str] = (None, "")

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static()

    def on_resize(self) -> None:
        """More or fewer lines: more or less of what stands before."""
        self._draw()

    def show(self, side: Side | None, look: str) -> None:
        """Show this side."""
        self._shown = (side, look)
        self._draw()
        self.scroll_home(animate=False)

    def _draw(self) -> None:
        side, look = self._shown
        what = Content("")
        if side is not None:
            text = content(side, look, near=self.size.height < FEW)
            what = Content.assemble(plain(f"{side.heading}\n").stylize("$accent"), text)
        self.query_one(Static).update(what)


class Beside(Container):
    """Before and after: beside each other in wide windows (the screen's class ``-wide``), else below each other."""

    SCOPED_CSS = False  # how they lie is the screen's to say
    DEFAULT_CSS = """
    Beside { layout: vertical; height: 1fr; background: $surface; }
    Beside #before { border-bottom: solid $panel; }
    .-wide Beside { layout: horizontal; }
    .-wide Beside #before { border-bottom: none; border-right: solid $panel; }
    """

    def compose(self) -> ComposeResult:
        """Both halves."""
        yield Half(id="before")
        yield Half(id="after")

    def show(self, both: tuple[Side, Side] | None) -> None:
        """Show both sides, or nothing."""
        before, after = both if both is not None else (None, None)
        self.query_one("#before", Half).show(before, _GONE)
        self.query_one("#after", Half).show(after, _COME)


def in_full(before: Side, after: Side) -> list[tuple[str, str]]:
    """Both sides, one after the other, as a dialog shows them."""
    found: list[tuple[str, str]] = []
    for side in (before, after):
        found += [(side.heading, "accent"), *((line, "") for line in (told(side) or side.note).split("\n")), ("", "")]
    return found


def paragraphs(both: Iterable[tuple[str, Side, Side]]) -> list[tuple[str, str]]:
    """Changed stretches, each with where it is, as a dialog shows them."""
    found: list[tuple[str, str]] = []
    for where, before, after in both:
        found += [(where, "accent")]
        found += [(f"− {line}", "dim") for line in (told(before) or "–").split("\n") if line.strip()]
        found += [(f"+ {line}", "") for line in (told(after) or "–").split("\n") if line.strip()]
        found.append(("", ""))
    return found
