"""The panel beside the codebook: what the code under the cursor means, how it stands, and what was last done to it."""

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.tui.theme import code_style
from workbench.tui.widgets.text import joined, plain

if TYPE_CHECKING:
    from workbench.study import CodeRow

FIELDS = (("definition", "Definition"), ("include", "Include"), ("exclude", "Exclude"), ("example", "Example"))
_STATUS = {"draft": ("a draft: still being found", "$accent"), "settled": ("✓ settled", "$success")}


class More(NamedTuple):
    """What is asked for only when the cursor rests: starred examples, memos, and the last change in words."""

    starred: int = 0
    memos: int = 0
    last: str = ""


class Panel(VerticalScroll, can_focus=False):
    """Path, counts, status, definition, what it includes and excludes, example, facets, the last change."""

    DEFAULT_CSS = """
    Panel { background: $surface; padding: 1 2; scrollbar-size-vertical: 1; }
    Panel Static { height: auto; }
    """

    _shown: "tuple[CodeRow | None, str, More | None]" = (None, "", None)

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield Static(id="meaning")

    def show(
        self,
        code: "CodeRow | None",
        origin: str = "",
        more: More | None = None,
        counted: bool = True,
        *,
        defines: bool = True,
    ) -> None:
        """Show this code; ``origin`` is the code it was split from; ``counted``: its codings have been counted.

        ``defines``: its definition can be written here.
        """
        self._shown = (code, origin, more)
        text = (
            Content("") if code is None else meaning(code, origin, more, counted, self.app.current_theme.dark, defines)
        )
        self.query_one("#meaning", Static).update(text)
        if more is None:
            self.scroll_home(animate=False)


def meaning(
    code: "CodeRow", origin: str, more: More | None, counted: bool, dark: bool = True, defines: bool = True
) -> Content:
    """All that is told of a code."""
    above = f"{code.path.rpartition(' / ')[0]} / " if code.depth else ""
    parts: list[Content] = [
        plain(above).stylize("$wb-dim"),
        plain(code.name).stylize("bold"),
        plain(f"  {_count(code) if counted or code.total else '…'}\n").stylize("$wb-dim"),
        *_standing(code, origin, more, dark),
    ]
    told = False
    for field, title in FIELDS:
        if text := getattr(code, field):
            parts += [*_heading(title), plain(text), plain("\n")]
            told = True
    if code.facets:
        values = "; ".join(f"{facet} = {', '.join(values)}" for facet, values in code.facets.items())
        parts += [*_heading("Codings start with"), plain(values), plain("\n")]
    if not told:
        parts.append(plain(f"\nNo definition yet{': e writes one' if defines else ''}.\n").stylize("$wb-dim"))
    return Content.assemble(*parts)


def _count(code: "CodeRow") -> str:
    below = f", {code.total:,} with those below" if code.total != code.count else ""
    return f"{code.count:,} coding{'' if code.count == 1 else 's'}{below}"


def _heading(title: str) -> list[Content]:
    return [plain(f"\n{title}\n").stylize("$accent")]


def _standing(code: "CodeRow", origin: str, more: More | None, dark: bool) -> list[Content]:
    """Its status, where it came from, its colour, its examples and memos; each only where there is something to say."""
    parts: list[Content] = []
    if code.status in _STATUS:
        words, look = _STATUS[code.status]
        parts.append(plain(f"{words}  ").stylize(look))
    if code.colour:
        shown, glyph = code_style(code.number, dark, code.colour)
        parts += [plain(f"{glyph} ").stylize(shown), plain(f"{code.colour}  ").stylize("$wb-dim")]
    if more is not None and (more.starred or more.memos):
        starred = f"★ {more.starred:,} good example{'' if more.starred == 1 else 's'}" if more.starred else ""
        memos = f"{more.memos:,} memo{'' if more.memos == 1 else 's'}" if more.memos else ""
        parts.append(plain(joined((starred, memos))).stylize("$wb-dim"))
    if parts:
        parts.append(plain("\n"))
    if origin:
        parts.append(plain(f"split from {origin}\n").stylize("$wb-dim"))
    if more is not None and more.last:
        parts.append(plain(f"{more.last}\n").stylize("$wb-dim"))
    if code.draft:
        words = "\nUnproposed: nobody else sees it until p proposes it to the team.\n"
        parts.append(plain(words).stylize("$warning"))
    if code.exclusive:
        parts.append(plain("\nOf the codes below it a passage bears one at most (x).\n").stylize("$wb-dim"))
    return parts
