"""The panel beside the codebook: what the code under the cursor means."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.tui.widgets.text import plain

if TYPE_CHECKING:
    from workbench.study import CodeRow

FIELDS = (("definition", "Definition"), ("include", "Include"), ("exclude", "Exclude"), ("example", "Example"))


class Panel(VerticalScroll, can_focus=False):
    """Path, counts, definition, what it includes and excludes, example, facets."""

    DEFAULT_CSS = """
    Panel { background: $surface; padding: 1 2; scrollbar-size-vertical: 1; }
    Panel Static { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield Static(id="meaning")

    def show(self, code: "CodeRow | None") -> None:
        """Show this code."""
        self.query_one("#meaning", Static).update(Content("") if code is None else _meaning(code))
        self.scroll_home(animate=False)


def _meaning(code: "CodeRow") -> Content:
    parts: list[Content | tuple[str, str]] = []
    above = f"{code.path.rpartition(' / ')[0]} / " if code.depth else ""
    below = f", {code.total:,} with those below" if code.total != code.count else ""
    counted = f"  {code.count:,} coding{'' if code.count == 1 else 's'}{below}\n"
    parts += [plain(above).stylize("$wb-dim"), plain(code.name).stylize("bold"), plain(counted).stylize("$wb-dim")]
    if code.draft:
        parts.append(plain("\nA draft: nobody else sees it until p proposes it to the team.\n").stylize("$warning"))
    if code.exclusive:
        parts.append(plain("\nOf the codes below it a passage bears one at most (x).\n").stylize("$wb-dim"))
    told = False
    for field, title in FIELDS:
        if text := getattr(code, field):
            parts += [plain(f"\n{title}\n").stylize("$accent"), plain(text), plain("\n")]
            told = True
    if code.facets:
        values = "; ".join(f"{facet} = {', '.join(values)}" for facet, values in code.facets.items())
        parts += [plain("\nCodings start with\n").stylize("$accent"), plain(values), plain("\n")]
    if not told:
        parts += [plain("\nNo definition yet: e writes one.").stylize("$wb-dim")]
    return Content.assemble(*parts)
