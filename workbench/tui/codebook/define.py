"""The form in which a code's meaning is written."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget
from textual.widgets import Input, TextArea

from workbench.errors import InputError
from workbench.tui.app import FAILED
from workbench.tui.codebook.asking import WHY
from workbench.tui.codebook.panel import FIELDS
from workbench.tui.commands import bindings
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.text import Words, joined

if TYPE_CHECKING:
    from workbench.study import CodeRow


class DefineScreen(Dialog[None]):
    """Definition, include, exclude, example and the facets that codings start with; ctrl+s keeps them all at once.

    The last line says why: it is recorded with what was changed.
    """

    BINDINGS = bindings("writing")
    places: ClassVar[tuple[str, ...]] = ("dialog", "writing")
    DEFAULT_CSS = """
    DefineScreen > #dialog { width: 90; height: 90%; }
    DefineScreen TextArea { height: 1fr; min-height: 1; border: none; padding: 0 1; background: $panel; }
    DefineScreen #why { margin: 1 0 0 0; }
    DefineScreen TextArea:focus { border: none; background: $background; }
    DefineScreen Words { color: $accent; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, code: "CodeRow") -> None:
        super().__init__(f"Define {code.name}")
        self.code = code
        self._before: dict[str, str] = {}
        self._warned = False

    def body(self) -> Iterable[Widget]:
        """A box a field."""
        for field, title in FIELDS:
            yield Words(title)
            yield TextArea(getattr(self.code, field), id=field, soft_wrap=True, tab_behavior="focus")
        if self.study.settings.facets:
            known = "; ".join(f"{name} = {', '.join(values)}" for name, values in self.study.settings.facets.items())
            yield Words(f"Codings start with  (of {known})")
            yield Input(write_facets(self.code.facets), id="facets")
        yield Input(placeholder=WHY, id="why")

    def on_mount(self) -> None:
        """Begin in the definition."""
        self._before = self._texts()
        area = self.query_one("#definition", TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def _texts(self) -> dict[str, str]:
        texts = {field: self.query_one(f"#{field}", TextArea).text for field, _ in FIELDS}
        return texts | {box.id or "": box.value for box in self.query("#facets").results(Input)}

    def action_keep(self) -> None:
        """Record what was changed; where the study refuses it, the form stays."""
        changed = {field: text for field, text in self._texts().items() if text != self._before[field]}
        if changed and self.workbench.do(self._record, changed) is FAILED:
            return
        self.dismiss(None)

    def _record(self, changed: Mapping[str, str]) -> None:
        texts = {field: text for field, text in changed.items() if field != "facets"}
        facets = read_facets(changed["facets"]) if "facets" in changed else None
        why = self.query_one("#why", Input).value
        self.study.codes.define(self.code.id, facets=facets, why=why, **texts)

    def action_cancel(self) -> None:
        """Leave; what was changed is asked about once."""
        if self._texts() != self._before and not self._warned:
            self._warned = True
            self.workbench.say("Not kept yet: ctrl+s keeps it, esc again throws it away.", "warning")
        else:
            self.dismiss(None)


def write_facets(facets: Mapping[str, tuple[str, ...]]) -> str:
    """``kind = reel, formel; stance = claims``; ``read_facets`` is the inverse."""
    return joined((f"{name} = {', '.join(values)}" for name, values in facets.items()), "; ")


def read_facets(text: str) -> dict[str, list[str]]:
    """Facets from one line. Raises ``InputError`` for a part that is no ``name = value``."""
    facets: dict[str, list[str]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, values = part.partition("=")
        if not equals:
            raise InputError(f"“{part}” is no facet", "Write name = value; several values with commas between.")
        facets[name.strip()] = [value.strip() for value in values.split(",") if value.strip()]
    return facets
