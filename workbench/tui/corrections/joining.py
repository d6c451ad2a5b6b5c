"""Two people corrected one transcript: one text is made of both."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.errors import StudyError, WorkbenchError
from workbench.tui.app import FAILED
from workbench.tui.corrections.telling import counted
from workbench.tui.widgets.picker import Picker, option
from workbench.tui.widgets.room import Room

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

_BOTH = "both"


class Joining(Room):
    """A room that offers to join."""

    disputed: list[str]
    """Transcripts (names) of which two corrected texts are there."""

    def read_disputed(self) -> None:
        """Read which they are."""
        found = self.workbench.do(self.study.corrections.conflicts)
        self.disputed = [] if found is FAILED else list(found)

    def join_of(self) -> str:
        """The transcript that is meant, or ''."""
        return ""

    def action_join(self) -> None:
        """Make one text of two."""
        names = self.disputed
        if not names:
            self.workbench.say("No transcript has been corrected by two people at once.")
        elif len(names) == 1 or self.join_of() in names:
            ask(self.workbench, self.join_of() if self.join_of() in names else names[0])
        else:
            options = [option(name, name) for name in names]
            self.app.push_screen(Picker("Join the two texts of", options), self._picked)

    def _picked(self, name: str | None) -> None:
        if name:
            ask(self.workbench, name)


def ask(app: "WorkbenchApp", name: str) -> None:
    """Ask how to join the two texts of a transcript, then do it."""
    options = [
        option(_BOTH, "take both corrections", "asks where both changed the same words"),
        option("mine", "mine, where both changed the same", "all else of both"),
        option("theirs", "theirs, where both changed the same", "all else of both"),
    ]
    app.push_screen(Picker(f"Two people corrected {name}", options), lambda how: _join(app, name, how))


def _join(app: "WorkbenchApp", name: str, how: str | None) -> None:
    if how is None:
        return
    if how == _BOTH:
        try:
            done = app.study.corrections.join(name)
        except StudyError as error:
            _both_changed(app, name, error)
            return
        except WorkbenchError as error:
            app.say(f"{error.message}\n{error.hint}".strip(), "error")
            return
    else:
        found = app.do(app.study.corrections.join, name, how)
        if found is FAILED:
            return
        done = found
    app.say(f"{name} is one text again: {counted(done)}.\nu takes it back.")


def _both_changed(app: "WorkbenchApp", name: str, error: StudyError) -> None:
    """Some words were changed by both: whose are kept there has to be said."""
    options = [option("mine", "mine there"), option("theirs", "theirs there")]
    then: Callable[[str | None], None] = lambda how: _join(app, name, how)  # noqa: E731
    app.push_screen(Picker(error.message[:1].upper() + error.message[1:], options), then)
