"""Whose passages are shown: by coder, group, what is known of an informant, transcript, star; and the dialog for it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.tui.coding.asking import Ticks
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.study import Filters
    from workbench.tui.app import WorkbenchApp

STARRED, BELOW, INFORMANTS = "starred", "below", "informants"
_SWITCHES = (
    (STARRED, "only starred", "good examples"),
    (BELOW, "with the codes below", "the passages of the codes below it as well"),
    (INFORMANTS, "without the interviewer", "no passages in which only the interviewer speaks"),
)


class Narrowed(NamedTuple):
    """What is wanted of a code's passages; nothing of a kind: all. All but ``interviewer`` begin with everything."""

    coders: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    attributes: Mapping[str, str] = {}
    transcripts: tuple[str, ...] = ()
    subtree: bool = False
    starred: bool = False
    interviewer: bool = True

    def asked(self) -> dict[str, Any]:
        """The same as ``study.passages.of`` takes it."""
        return self._asdict()

    def keys(self) -> set[str]:
        """What is ticked in the dialog."""
        ticked = {STARRED} if self.starred else set()
        ticked |= {BELOW} if self.subtree else set()
        ticked |= set() if self.interviewer else {INFORMANTS}
        ticked |= {f"coder:{name}" for name in self.coders} | {f"group:{group}" for group in self.groups}
        ticked |= {f"attribute:{name}={value}" for name, value in self.attributes.items()}
        return ticked | {f"transcript:{name}" for name in self.transcripts}

    def flipped(self, key: str) -> "Narrowed":
        """With ``key``, a line of the dialog, ticked or no longer."""
        kind, _, what = key.partition(":")
        if kind == STARRED:
            return self._replace(starred=not self.starred)
        if kind == BELOW:
            return self._replace(subtree=not self.subtree)
        if kind == INFORMANTS:
            return self._replace(interviewer=not self.interviewer)
        if kind == "attribute":
            name, _, value = what.partition("=")
            others = {k: v for k, v in self.attributes.items() if k != name}
            return self._replace(attributes=others if key in self.keys() else others | {name: value})
        field = kind + "s"
        now: tuple[str, ...] = getattr(self, field)
        then: dict[str, Any] = {field: tuple(w for w in now if w != what) if what in now else (*now, what)}
        return self._replace(**then)

    def told(self, groups: Mapping[str, str]) -> str:
        """What is wanted, in words; '' where it is everything. ``groups``: their labels."""
        return joined(
            (
                ", ".join(self.coders),
                ", ".join(groups.get(group, group) for group in self.groups),
                ", ".join(f"{name}: {value}" for name, value in self.attributes.items()),
                ", ".join(self.transcripts[:3])
                + (f" and {len(self.transcripts) - 3} more" * (len(self.transcripts) > 3)),
                "starred" if self.starred else "",
                "without the interviewer" if not self.interviewer else "",
                "with the codes below" if self.subtree else "",
            )
        )


def ask(app: "WorkbenchApp", filters: "Filters", now: Narrowed, then: Callable[[Narrowed], object]) -> None:
    """Let the person tick what is wanted; ``then`` hears it when the dialog is left."""
    state = [now]

    def flip(key: str) -> None:
        state[0] = state[0].flipped(key)

    items = list(_SWITCHES)
    items += [(f"coder:{name}", name, "coder") for name in filters.coders]
    items += [(f"group:{group}", label or group, "group") for group, label in filters.groups]
    items += [
        (f"attribute:{name}={value}", f"{name}: {value}", "informant")
        for name, values in filters.attributes.items()
        for value in values
    ]
    items += [(f"transcript:{name}", name, "transcript") for name in filters.transcripts]

    def left(_: object) -> None:
        then(state[0])

    app.push_screen(Ticks("Show only …", items, lambda: state[0].keys(), flip), left)
