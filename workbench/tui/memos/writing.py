"""Writing a memo, from wherever one is: the words, and by one key what kind of memo it is."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import TextArea

from workbench.study.memos import KINDS, MemoRow, label
from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.commands import bindings
from workbench.tui.widgets.editor import TextEditor
from workbench.tui.widgets.picker import Picker, option
from workbench.tui.widgets.rows import Bar
from workbench.tui.widgets.text import Line, Piece, clip, fill, joined

if TYPE_CHECKING:
    from workbench.study import Study

_SHORT = {
    "familiarisation": "familiar",
    "analytic": "analytic",
    "field": "field",
    "reflexive": "diary",
    "decision": "decision",
}
_KEYS = dict(zip(KINDS, ("F2", "F3", "F4", "F5", "F6", "F7"), strict=True))
_ANOTHER = ""


class Subject(NamedTuple):
    """What a memo is about, as ``study.memos.add`` takes it."""

    about: str
    target: str = ""
    revision: str = ""
    start: int = 0
    end: int = 0


class MemoEditor(TextEditor):
    """Write a memo; the result is its words, None when it was left. ``kind`` is what kind it is by now.

    ``another``: nothing was written, and another memo on the same is to be begun.
    """

    # Before those of the text field, to which some of these keys mean something else.
    BINDINGS: ClassVar[list[BindingType]] = [
        replace(one, priority=True) for one in bindings("noting") if isinstance(one, Binding)
    ]
    places: ClassVar[tuple[str, ...]] = ("dialog", "writing", "noting")
    DEFAULT_CSS = "MemoEditor #kinds { margin: 1 0 0 0; }"

    def __init__(self, title: str, text: str, kind: str, *, old: bool) -> None:
        super().__init__(title, text)
        self.kind = kind
        self.another = False
        self._old = old
        self._kinds = [*KINDS, *([kind] if kind not in KINDS else [])]

    def body(self) -> Iterable[Widget]:
        """The kinds with their keys, and the text."""
        yield Bar(self._told, id="kinds")
        yield from super().body()

    def _told(self, width: int) -> Line:
        pieces: list[Piece] = []
        for kind in self._kinds:
            here = kind == self.kind
            key = f"{_KEYS[kind]} " if kind in _KEYS else ""
            pieces += [(key, "accent"), (_SHORT.get(kind, kind), "cell" if here else "dim"), ("  ", "")]
        return fill(pieces, width)

    def action_next_kind(self, step: int) -> None:
        """The next kind of memo, or the one before."""
        self.action_kind(self._kinds[(self._kinds.index(self.kind) + step) % len(self._kinds)])

    def action_kind(self, kind: str) -> None:
        """It is of this kind."""
        self.kind = kind
        self.query_one("#kinds", Bar).refresh()

    def action_another(self) -> None:
        """Begin another memo on the same; what was changed here wants to be kept first."""
        if not self._old:
            self.workbench.say("This is a new memo already.")
        elif self.query_one(TextArea).text != self.text:
            self.workbench.say("Keep what you changed first: ctrl+s.", "warning")
        else:
            self.another = True
            self.dismiss("")


class Writer(NamedTuple):
    """How a memo comes into the study: ``do`` carries verbs out (``app.do``), ``then`` hears which one was written."""

    app: WorkbenchApp
    title: str
    subject: Subject
    kind: str = "note"
    links: tuple[tuple[str, int, int], ...] = ()
    do: Callable[..., Any] | None = None
    then: Callable[[str], object] = lambda memo: None

    def begin(self) -> None:
        """Go on with the memo that whoever is at work has on it (asks which, of several), or begin one."""
        found = mine(self.app.study, self.subject)
        if len(found) > 1:
            self.app.push_screen(Picker(self.title, [*map(chosen, found), _other()]), self._picked)
        elif found:
            self.go_on(found[0])
        else:
            self.new()

    def _picked(self, memo: str | None) -> None:
        if memo == _ANOTHER:
            self.new()
        elif memo is not None and (found := self._do(self.app.study.memos.get, memo)) is not FAILED:
            self.go_on(found)

    def new(self) -> None:
        """Begin a memo."""
        editor = MemoEditor(self.title, "", self.kind, old=False)

        def kept(text: str | None) -> None:
            if text is not None and text.strip():
                self._add(text.strip(), editor.kind)

        self.app.push_screen(editor, kept)

    def _add(self, text: str, kind: str) -> None:
        about, target, *span = self.subject
        place = dict(zip(("revision", "start", "end"), span, strict=True))
        memo = self._do(self.app.study.memos.add, about, target, text, kind=kind, links=self.links, **place)
        if memo is not FAILED:
            self.then(memo)

    def go_on(self, memo: MemoRow) -> None:
        """Go on with a memo; with no words left it is removed."""
        memos, editor = self.app.study.memos, MemoEditor(self.title, memo.text, memo.kind or "note", old=True)

        def kept(text: str | None) -> None:
            if editor.another:
                self.new()
            elif text is not None:
                if text.strip():
                    self._do(memos.edit, memo.id, text.strip(), kind=editor.kind)
                else:
                    self._do(memos.remove, memo.id)
                self.then(memo.id)

        self.app.push_screen(editor, kept)

    def _do(self, verb: Callable[..., Any], *given: Any, **more: Any) -> Any:
        return (self.do or self.app.do)(verb, *given, **more)


def mine(study: "Study", subject: Subject) -> list[MemoRow]:
    """The memos that whoever is at work has written on that, the newest first."""
    found = study.memos.list(target="" if subject.revision else subject.target, revision=subject.revision)
    there = [
        memo
        for memo in found
        if memo.coder == study.coder_name
        and memo.about == subject.about
        and (memo.start, memo.end) == (subject.start, subject.end)
    ]
    return sorted(there, key=lambda memo: memo.id, reverse=True)


def chosen(memo: MemoRow) -> Any:
    """A memo to choose."""
    return option(memo.id, clip(memo.title, 48), joined((label(memo.kind), memo.day)))


def _other() -> Any:
    return option(_ANOTHER, "+ another memo")


def if_mine(app: WorkbenchApp, memo: MemoRow, then: Callable[[], object], what: str) -> None:
    """Ask before touching what a colleague wrote."""
    if memo.coder == app.study.coder_name:
        then()
    else:
        who = clip(memo.coder, 40) or "somebody else"
        app.confirm(f"This is a memo of {who}. {what}", lambda yes: then() if yes else None)
