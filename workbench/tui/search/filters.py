"""What hits are narrowed to, and how one picks it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from workbench.tui.app import WorkbenchApp
from workbench.tui.search.drawing import MODES
from workbench.tui.widgets.picker import Picker, option
from workbench.tui.widgets.text import joined


class Filters(NamedTuple):
    """Empty is everything; ``code`` is a path."""

    speaker: str = ""
    group: str = ""
    code: str = ""
    interviewer: bool = True

    def __bool__(self) -> bool:
        return self != Filters()

    def asked(self) -> dict[str, Any]:
        """As ``study.search.find`` takes them."""
        return {
            "speakers": [self.speaker] if self.speaker else [],
            "groups": [self.group] if self.group else [],
            "code": self.code,
            "interviewer": self.interviewer,
        }

    def told(self) -> str:
        """In words, "" for none."""
        return "".join(
            f" · {part}"
            for part in (
                f"only {self.speaker}" if self.speaker else "",
                f"group {self.group}" if self.group else "",
                f"in {self.code}" if self.code else "",
                "" if self.interviewer else "without interviewers",
            )
            if part
        )


def pick_mode(app: WorkbenchApp, then: Callable[[str], object]) -> None:
    """Pick how words are looked for."""
    _pick(app, "How to look for the words", [option(mode, *told) for mode, told in MODES.items()], then)


def pick_group(app: WorkbenchApp, then: Callable[[str], object]) -> None:
    """Pick a group of informants; "" is all of them."""
    groups = [option(group.id, group.id, group.label) for group in app.study.settings.groups.values()]
    _pick(app, "Only what this group says", [option("", "everybody"), *groups], then)


def pick_speaker(app: WorkbenchApp, then: Callable[[str], object]) -> None:
    """Pick a speaker of one transcript, or a person across all; "" is all of them."""
    options = [option("", "everybody")]
    persons: dict[str, list[str]] = {}
    for transcript in app.study.transcripts.list():
        for one in transcript.informants:
            told = joined((one.group, one.attributes.get("role", "")))
            options.append(option(f"{transcript.name}:{one.label}", f"{transcript.name}:{one.label}", told))
            if one.person:
                persons.setdefault(one.person, []).append(transcript.name)
    options += [option(p, p, f"in {', '.join(names)}") for p, names in sorted(persons.items()) if len(names) > 1]
    _pick(app, "Only what this one says", options, then)


def _pick(app: WorkbenchApp, title: str, options: list[Any], then: Callable[[str], object]) -> None:
    def picked(value: str | None) -> None:
        if value is not None:
            then(value)

    app.push_screen(Picker(title, options), picked)
