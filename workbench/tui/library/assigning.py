"""Who codes what: a dialog in which coders are given transcripts, and in which they are taken back."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.widgets import Input

from workbench import sanitise
from workbench.agreement.rounds import DONE, STARTED
from workbench.tui.app import FAILED
from workbench.tui.library.form import Form, setting
from workbench.tui.widgets.picker import Option
from workbench.tui.widgets.rows import Bar

if TYPE_CHECKING:
    from workbench.study.progress import State
    from workbench.tui.app import WorkbenchApp

NEW, ROUND, SCOPE, CODER = "+", "round", "scope", "coder "


class Scope(NamedTuple):
    """Transcripts that something is done to, and how that is said: ``K-03``, ``3 marked``, ``all 23``."""

    said: str
    names: tuple[str, ...]


def scopes(here: str, marked: Sequence[str], shown: Sequence[str], filtered: bool) -> list[Scope]:
    """What may be meant, the likeliest first: what is marked, else where the cursor is; then all that is shown."""
    found = [Scope(f"{len(marked)} marked", tuple(marked))] if marked else []
    found += [Scope(here, (here,))] if here else []
    if len(shown) > 1:
        found.append(Scope(f"all {len(shown)} shown" if filtered else f"all {len(shown)}", tuple(shown)))
    return found


class AssignScreen(Form):
    """Coders, each with what they have of the transcripts meant; Enter gives them, or takes them back."""

    def __init__(self, scopes: Sequence[Scope], coders: Sequence[str], rounds: Sequence[str]) -> None:
        super().__init__("", placeholder="a name, or type a new one")
        self._scopes = list(scopes)
        self._coders = list(coders)
        self._rounds = list(rounds)
        self._scope = 0
        self._round = rounds[-1] if rounds else "1"
        self._states: dict[str, list[State]] = {}

    @property
    def scope(self) -> Scope:
        """The transcripts meant."""
        return self._scopes[self._scope]

    def on_mount(self) -> None:
        """Read who has what; ``Picker`` shows it."""
        self._read()

    def again(self) -> None:
        """Read again who has what, and show it."""
        self._read()
        super().again()

    def _read(self) -> None:
        names = set(self.scope.names)
        self._states = {}
        for state in self.study.progress.table():
            if state.transcript in names and state.round == self._round and state.state:
                self._states.setdefault(state.coder, []).append(state)
        self.heading = f"Who codes {sanitise.line(self.scope.said, 40)}?"
        self.query_one("#dialog-title", Bar).refresh()

    def note(self) -> str:
        """What it means to give a transcript to several."""
        return "Several coders: each codes blind until all of them are done." if len(self._states) > 1 else ""

    def options(self, query: str) -> list[Option]:
        """The coders that fit, a new one, and, while nothing is typed, round and transcripts."""
        wanted = sanitise.name(query)
        folded = wanted.casefold()
        coders = [*self._coders, *(name for name in self._states if name not in self._coders)]
        found = sorted((c for c in coders if folded in c.casefold()), key=lambda c: not c.casefold().startswith(folded))
        options = [self._coder(name) for name in found]
        if wanted and folded not in {c.casefold() for c in coders}:
            options.append(setting(NEW, "+", wanted, "is new here", "accent"))
        if not wanted:
            options.append(setting(ROUND, " ", f"in round {self._round}", "enter: another round"))
            if len(self._scopes) > 1:
                other = self._scopes[(self._scope + 1) % len(self._scopes)]
                options.append(setting(SCOPE, " ", f"for {self.scope.said}", f"enter: for {other.said}"))
        return options

    def _coder(self, name: str) -> Option:
        given, of = self._states.get(name, []), len(self.scope.names)
        mark = "●" if len(given) == of else "◐" if given else "○"
        return setting(f"{CODER}{name}", mark, name, _has(given, of), "accent" if given else "dim")

    def taken(self, choice: Option) -> None:
        """Give or take back; or change what it is about."""
        if choice.value == SCOPE:
            self._scope = (self._scope + 1) % len(self._scopes)
            self.again()
        elif choice.value == ROUND:
            ask_round(self.workbench, self._rounds, self._round, self._in_round)
        elif choice.value == NEW:
            self._give(sanitise.name(self.typed))
        else:
            name = choice.value.removeprefix(CODER)
            if len(self._states.get(name, [])) < len(self.scope.names):
                self._give(name)
            else:
                self._take(name)

    def _in_round(self, name: str) -> None:
        self._round = name
        self.again()

    def _give(self, name: str) -> None:
        if self.workbench.do(self.study.progress.assign, self.scope.names, name, self._round) is not FAILED:
            self.query_one(Input).value = ""
            if name.casefold() not in {c.casefold() for c in self._coders}:
                self._coders.append(name)
            self.again()

    def _take(self, name: str) -> None:
        begun = [s for s in self._states.get(name, []) if s.state in (STARTED, DONE) or s.codings]

        def answered(yes: bool) -> None:
            verb = self.study.progress.unassign
            if yes and self.workbench.do(verb, self.scope.names, name, self._round) is not FAILED:
                self.again()

        if begun:
            what = begun[0].transcript if len(begun) == 1 else f"{len(begun)} of them"
            self.workbench.confirm(
                f"{sanitise.line(name, 40)} has begun with {sanitise.line(what, 40)}. Take it back all the same? "
                "The codings stay; that it was given, and whether it was done, is forgotten until u brings it back.",
                answered,
            )
        else:
            answered(True)


def ask_round(app: "WorkbenchApp", rounds: Sequence[str], now: str, then: Callable[[str], object]) -> None:
    """Ask for the name of a round; a new one begins with the first transcript that is given out in it."""
    hint = f"Rounds so far: {', '.join(rounds)}. Another name begins a new one." if rounds else "A name, or a number."
    app.ask_line("Which round?", now, lambda name: then(sanitise.name(name)) if name else None, hint)


def _has(given: Sequence["State"], of: int) -> str:
    """What a coder has of ``of`` transcripts."""
    if of == 1:
        return given[0].state if given else ""
    done = sum(state.state == DONE for state in given)
    return f"{len(given)} of {of}" + (f", {done} done" if done else "") if given else ""
