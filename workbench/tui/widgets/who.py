"""Who is coding: asked once per machine and study, since every coding carries a name."""

from collections.abc import Sequence

from workbench.tui.widgets.picker import Option, Picker, option
from workbench.tui.widgets.text import fill

NEW = "+"


class WhoScreen(Picker):
    """Pick a coder the study knows, or type a new name; the result is the name. ``must`` allows no way around it."""

    def __init__(self, names: Sequence[str], must: bool = False, title: str = "Who is coding?") -> None:
        known = [option(name, name) for name in names]
        super().__init__(title, known, placeholder="pick a name, or type a new one")
        self._names = {name.casefold() for name in names}
        self._must = must

    def options(self, query: str) -> list[Option]:
        """Names that begin like it, then those that hold it, then the new name."""
        wanted = " ".join(query.split())
        found = sorted(super().options(query), key=lambda o: not o.value.casefold().startswith(wanted.casefold()))
        if wanted and wanted.casefold() not in self._names:
            found.append(
                Option(NEW, lambda width: fill([("+ ", "accent"), (wanted, "strong"), ("  is new here", "dim")], width))
            )
        return found

    def taken(self, choice: Option) -> None:
        """The name as the study writes it, or as it was typed."""
        if choice.value == NEW:
            from textual.widgets import Input

            self.dismiss(" ".join(self.query_one(Input).value.split()))
        else:
            self.dismiss(choice.value)

    def action_cancel(self) -> None:
        """Leave, unless somebody has to be named."""
        if self._must:
            self.workbench.say("Every coding carries a name: pick yours, or type it. ctrl+q leaves.")
        else:
            self.dismiss(None)
