"""Sorting passages: what the keys do to the sheet, and going from one passage to the next."""

from typing import TYPE_CHECKING

from textual import events

from workbench.tui.app import FAILED
from workbench.tui.passages.flow import harmless
from workbench.tui.splitting import arranging
from workbench.tui.splitting.commands import letters
from workbench.tui.splitting.desk import Desk
from workbench.tui.splitting.everything import Everything, Table
from workbench.tui.splitting.targets import Targets
from workbench.tui.splitting.work import STAY, Keys, Work
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar
from workbench.tui.widgets.text import Line

if TYPE_CHECKING:
    from workbench.study import CodeRow, Passage


class Sorting(Room):
    """The room as far as it sorts; what it shows is ``SplittingScreen``."""

    def __init__(self, code_id: str) -> None:
        super().__init__()
        self.code_id = code_id
        self.code: CodeRow | None = None
        self.work = Work(letters())
        self.over = False
        """Whether the split was made: there is no sheet to come back to."""
        self.gathered: list[str] | None = None
        """Where the passage is to go, while several keys are pressed."""
        self.for_all = False
        """Whether the next key sorts all that are shown."""
        self.listing = False
        """Whether the list is shown, not one passage."""
        self.said: Line = ()
        self.table = Table(self.work)

    @property
    def name_of_code(self) -> str:
        """The code's name."""
        return self.code.name if self.code else ""

    def tell(self, line: Line) -> None:
        """Say what was done, in the line above the keys."""
        self.said = line
        self.query_one("#said", Bar).refresh()

    def stepped(self) -> None:
        """Show what one key has changed: the passage, and the numbers."""
        raise NotImplementedError

    def shown_anew(self) -> None:
        """Show all of it anew: another view."""
        raise NotImplementedError

    # --- sorting

    def action_sort(self, key: str = "") -> None:
        """Sort into the code with that key; without one (from the list of commands) say what to do."""
        target = self.work.target_at(key)
        if not key:
            self.tell([("Press the key that stands before the code", "accent")])
        elif not target:
            self.tell([(f"No code has the key {key} yet. ", "warning"), ("n ", "accent"), ("makes one", "")])
        elif target in self.work.gone:
            name = harmless(self.table.names.get(target, ""))
            self.tell(
                [(f"{name} is not in the codebook any more. ", "warning"), ("x ", "accent"), ("takes it off", "")]
            )
        elif self.gathered is not None:
            self.gathered = [t for t in self.gathered if t != target] + [target] * (target not in self.gathered)
            self.query_one("#said", Bar).refresh()
            self.query_one(Targets).again()
        elif self.for_all:
            self._let_go()
            self._sort(self.work.waiting(), (target,))
        elif (now := self.work.current) is not None:
            self._sort([now], (target,))

    def on_key(self, event: events.Key) -> None:
        """The letters that are keys of codes; all others have a command."""
        if event.character and event.character in letters() and self.work.target_at(event.character):
            event.stop()
            self.action_sort(event.character)

    def action_stays(self) -> None:
        """It stays in the code."""
        self.action_sort(STAY)

    def _sort(self, passages: "list[Passage]", keys: Keys, *, go_on: bool = True) -> None:
        work = self.work
        changed = [one for one in passages if work.goes(one) != keys]
        if changed and not self._record([(one, keys) for one in changed]):
            return
        if changed:
            work.sort(changed, keys)
        self.query_one(Targets).latest = keys
        many = f"{len(passages):,} " if len(passages) > 1 else ""
        self.said = [(f"{many}→ {self._names(keys)}", "success"), ("   u takes it back", "dim")] if passages else ()
        if len(passages) > 1 and self.listing:
            self.query_one(Everything).refresh()
        if go_on:
            work.go_on()
        self.stepped()

    def _names(self, keys: Keys) -> str:
        names = self.table.names
        return ", ".join(harmless(names.get(key, key)) for key in keys) or "not sorted"

    def _record(self, moved: "list[tuple[Passage, Keys]]") -> bool:
        """Let the study keep it: passages that go to the same codes in one piece."""
        together: dict[Keys, list[Passage]] = {}
        for one, keys in moved:
            together.setdefault(keys, []).append(one)
        return all(
            self.workbench.do(self.study.splitting.sort_all, self.code_id, passages, keys) is not FAILED
            for keys, passages in together.items()
        )

    def action_several(self) -> None:
        """Gather several codes; once more, or enter: sort into them."""
        if self.gathered is not None:
            self._gathered_enough()
        elif self.work.current is not None:
            self.gathered, self.for_all = [], False
            self.stepped()

    def _gathered_enough(self) -> None:
        keys, now = tuple(self.gathered or ()), self.work.current
        self._let_go()
        if keys and now is not None:
            self._sort([now], keys)

    def action_all(self) -> None:
        """The next key is for all that are shown and not sorted."""
        self._let_go()
        self.for_all = bool(self.work.waiting())
        self.stepped()

    def action_unsort(self) -> None:
        """Not sorted after all."""
        if (now := self.work.current) is not None and self.work.goes(now):
            self._sort([now], (), go_on=False)

    def action_take_back(self) -> None:
        """Take the last sorting back."""
        self._again(undone=False)

    def action_again(self) -> None:
        """Sort it again."""
        self._again(undone=True)

    def _again(self, *, undone: bool) -> None:
        self._let_go()
        step = self.work.last(undone=undone)
        if step is None:
            self.tell(
                [("Nothing was sorted in this sitting", "dim"), ("   ctrl+z takes back changes of the study", "dim")]
            )
            return
        if self._record([(self.work.standing(where), step.now if undone else keys) for where, keys in step.before]):
            self.work.took(step, undone=undone)
            self.query_one(Targets).latest = ()
            self.said = [("sorted again" if undone else "taken back", "success")]
            if self.listing:
                self.query_one(Everything).refresh()
            self.stepped()

    # --- going

    def _let_go(self) -> None:
        self.gathered, self.for_all = None, False

    def _go(self, steps: int) -> None:
        self._let_go()
        self.said = ()
        self.work.step(steps)
        self.stepped()

    def action_down(self) -> None:
        """Next."""
        self._go(1)

    def action_up(self) -> None:
        """Previous."""
        self._go(-1)

    def action_first(self) -> None:
        """The first."""
        self._go(-len(self.work.shown))

    def action_last(self) -> None:
        """The last."""
        self._go(len(self.work.shown))

    def action_page_down(self) -> None:
        """Read on; in the list, a page down."""
        self._page(1)

    def action_page_up(self) -> None:
        """Read back; in the list, a page up."""
        self._page(-1)

    def _page(self, pages: int) -> None:
        if self.listing:
            self._go(pages * max(self.query_one(Everything).size.height - 1, 1))
        else:
            self.query_one(Desk).page(pages)

    def action_back(self) -> None:
        """To the passage before."""
        self._let_go()
        self.said = ()
        self.work.back()
        self.stepped()

    def action_later(self) -> None:
        """Not now; where several are gathered, that is enough."""
        if self.gathered is not None:
            self._gathered_enough()
        elif self.listing:
            self.action_list()
        else:
            self._let_go()
            self.said = () if self.work.go_on() else [("No other passage is left to sort", "dim")]
            self.stepped()

    def action_list(self) -> None:
        """The list, or one at a time."""
        self._let_go()
        self.listing = not self.listing
        self.shown_anew()

    def action_open(self) -> None:
        """Open the transcript there."""
        if (now := self.work.current) is not None:
            where = () if now.lost else (now.start, now.end)
            self.workbench.open_transcript(now.transcript, *where)

    def action_escape(self) -> None:
        """Let go of what is begun; then of the words; then leave."""
        if self.gathered is not None or self.for_all:
            self._let_go()
            self.stepped()
        else:
            super().action_escape()

    # --- the sheet

    def action_new(self) -> None:
        """A new code to sort into."""
        arranging.new(self)

    def action_code(self) -> None:
        """A code that is there."""
        arranging.existing(self)

    def action_rename(self) -> None:
        """Another name."""
        arranging.rename(self)

    def action_define(self) -> None:
        """What it means."""
        arranging.define(self)

    def action_drop(self) -> None:
        """Off the sheet."""
        arranging.drop(self)

    def action_discard(self) -> None:
        """Begin anew."""
        arranging.discard(self)

    def action_preview(self) -> None:
        """What it will do."""
        arranging.preview(self)

    def action_apply(self) -> None:
        """Split."""
        arranging.apply(self)
